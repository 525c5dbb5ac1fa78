"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { startRegistration } from "@simplewebauthn/browser";
import type { RouterOutputs } from "@sundial/api";
import { passkeyName } from "@sundial/validators";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Form, FormError, SubmitButton } from "~/components/ui/form";
import { TextField } from "~/components/ui/form-fields";
import { useViewerZone } from "~/components/use-viewer-zone";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { ProofForm } from "./proof-form";

type Passkey = RouterOutputs["signInMethod"]["list"]["passkeys"][number];

/** Keys on the person's own devices that open their account. */
export function Passkeys() {
  const [{ passkeys, boundTo }] = api.signInMethod.list.useSuspenseQuery();
  const heading = useRef<HTMLHeadingElement>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  function tell(text: string) {
    setOutcome(text);
    // The button that led here may be gone.
    heading.current?.focus();
  }
  if (boundTo !== null) return null;
  return (
    <SectionCard
      headingRef={heading}
      lead="Sign in with your fingerprint, your face or a PIN instead of a password and a code."
      title="Passkeys"
    >
      {outcome ? <Alert title={outcome} tone="good" /> : null}
      {passkeys.length === 0 ? (
        <p>You have no passkeys yet.</p>
      ) : (
        <ul aria-label="Your passkeys" className="grid gap-3">
          {passkeys.map((passkey) => (
            <li
              className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
              key={passkey.id}
            >
              <PasskeyFacts passkey={passkey} />
              <div className="flex flex-wrap gap-2">
                <RenameDialog
                  onRenamed={() => tell("The passkey was renamed.")}
                  passkey={passkey}
                />
                <RemoveDialog
                  onRemoved={() => tell(`“${passkey.name}” no longer opens your account.`)}
                  passkey={passkey}
                />
              </div>
            </li>
          ))}
        </ul>
      )}
      <AddDialog onAdded={(name) => tell(`You can now sign in with “${name}”.`)} />
    </SectionCard>
  );
}

function PasskeyFacts({ passkey }: { passkey: Passkey }) {
  const zone = useViewerZone();
  const formats = useFormats();
  const { name, isBackedUp, createdAt, lastUsedAt } = passkey;
  return (
    <p className="grid min-w-0 justify-items-start gap-1 text-sm" data-slot="time">
      <span className="font-semibold text-base">{name}</span>
      {isBackedUp ? <Badge>Shared by your devices</Badge> : null}
      <span>Added {formats.fullDateTime(createdAt, zone)}</span>
      <span className="text-muted">
        {lastUsedAt ? `Last used ${formats.fullDateTime(lastUsedAt, zone)}` : "Never used"}
      </span>
    </p>
  );
}

function AddDialog({ onAdded }: { onAdded: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  const cache = api.useUtils();
  const start = api.signInMethod.startPasskey.useMutation();
  const add = api.signInMethod.addPasskey.useMutation();
  return (
    <Dialog
      description="Your browser asks you to create it next. You can rename it afterwards."
      onOpenChange={setOpen}
      open={open}
      title="Add a passkey?"
      trigger={
        <Button className="justify-self-start" variant="secondary">
          Add a passkey
        </Button>
      }
    >
      <ProofForm
        isPending={start.isPending || add.isPending}
        onClose={() => setOpen(false)}
        send={async (proof) => {
          const { options, token } = await start.mutateAsync(proof);
          const response = await startRegistration({ optionsJSON: options }).catch(() => {
            throw { error: "Your browser made no passkey. Try again, or use another device." };
          });
          const { name } = await add.mutateAsync({ token, name: nameOfDevice(), response });
          setOpen(false);
          onAdded(name);
          await cache.signInMethod.list.invalidate();
        }}
        submit="Continue"
      />
    </Dialog>
  );
}

/** A first name for the key, such as "Passkey on macOS". */
function nameOfDevice() {
  const { userAgent } = navigator;
  const systems = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"];
  const found = systems.find((system) => userAgent.includes(system));
  return found === undefined ? "Passkey" : `Passkey on ${found}`;
}

const nameInput = z.object({ name: passkeyName });

function RenameDialog({ passkey, onRenamed }: { passkey: Passkey; onRenamed: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      description="The name is only for you."
      onOpenChange={setOpen}
      open={open}
      title="Rename this passkey"
      trigger={
        <Button size="small" variant="secondary">
          Rename<span className="sr-only"> {passkey.name}</span>
        </Button>
      }
    >
      <RenameForm
        onClose={() => setOpen(false)}
        onRenamed={() => {
          setOpen(false);
          onRenamed();
        }}
        passkey={passkey}
      />
    </Dialog>
  );
}

interface RenameFormProps {
  passkey: Passkey;
  onRenamed: () => void;
  onClose: () => void;
}

function RenameForm({ passkey, onRenamed, onClose }: RenameFormProps) {
  const cache = api.useUtils();
  const form = useForm({
    resolver: zodResolver(nameInput),
    defaultValues: { name: passkey.name },
  });
  const rename = api.signInMethod.renamePasskey.useMutation({
    onSuccess: async () => {
      onRenamed();
      await cache.signInMethod.list.invalidate();
    },
    onError: (error) => showFormError(form, error, {}),
  });
  return (
    <Form
      className="grid gap-5"
      onSubmit={form.handleSubmit(({ name }) => rename.mutate({ id: passkey.id, name }))}
    >
      <TextField autoComplete="off" form={form} label="Name" name="name" />
      <FormError form={form} />
      <DialogActions>
        <Button onClick={onClose} variant="secondary">
          Cancel
        </Button>
        <SubmitButton disabled={rename.isPending}>
          {rename.isPending ? "Renaming…" : "Rename"}
        </SubmitButton>
      </DialogActions>
    </Form>
  );
}

function RemoveDialog({ passkey, onRemoved }: { passkey: Passkey; onRemoved: () => void }) {
  const [open, setOpen] = useState(false);
  const cache = api.useUtils();
  const remove = api.signInMethod.removePasskey.useMutation();
  return (
    <Dialog
      description="It will no longer open your account. Delete it on your device, too. We'll email you to confirm."
      onOpenChange={setOpen}
      open={open}
      title={`Remove “${passkey.name}”?`}
      trigger={
        <Button size="small" variant="danger">
          Remove<span className="sr-only"> {passkey.name}</span>
        </Button>
      }
    >
      <ProofForm
        isDanger
        isPending={remove.isPending}
        onClose={() => setOpen(false)}
        send={async (proof) => {
          await remove.mutateAsync({ id: passkey.id, ...proof });
          setOpen(false);
          onRemoved();
          await cache.signInMethod.list.invalidate();
        }}
        submit="Remove"
      />
    </Dialog>
  );
}
