"use client";

import { can } from "@sundial/auth/permissions";
import { servicePermissions } from "@sundial/validators";
import type { UseFormReturn } from "react-hook-form";
import { PermissionField } from "~/components/permission-field";
import { TextField } from "~/components/ui/form-fields";
import { api } from "~/trpc/client";

interface Facts {
  name: string;
  ownerEmail: string;
  permissions: string[];
}

/** What a service account is called, who answers for it, and what it may do. */
export function ServiceAccountFields<Values extends Facts, Context, Output>({
  form,
  paths,
}: {
  form: UseFormReturn<Values, Context, Output>;
  paths: {
    [Field in keyof Facts]: Parameters<typeof TextField<Values, Context, Output>>[0]["name"];
  };
}) {
  const [account] = api.account.me.useSuspenseQuery();
  const offered = servicePermissions.filter((permission) => can(account, permission));
  return (
    <>
      <TextField
        autoComplete="off"
        form={form}
        hint="What it's for, such as “warehouse export”."
        label="Name"
        name={paths.name}
      />
      <TextField
        autoComplete="off"
        form={form}
        hint="The team that answers for it. We email this address before a key expires."
        label="Owner's email"
        name={paths.ownerEmail}
        type="email"
      />
      <PermissionField
        control={form.control}
        hint="Give it no more than it needs. You can only grant what you may do yourself."
        name={paths.permissions}
        offered={offered}
      />
    </>
  );
}
