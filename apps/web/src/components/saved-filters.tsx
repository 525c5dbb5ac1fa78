"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type FilteredPage, saveFilterInput } from "@sundial/validators";
import { X } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { showFormError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { Button } from "./ui/button";
import { Dialog, DialogActions } from "./ui/dialog";
import { Form, FormError, SubmitButton } from "./ui/form";
import { TextField } from "./ui/form-fields";

interface SavedFiltersProps {
  page: FilteredPage;
  /** The page's path with its filters, without the place in the list. */
  path: string;
}

/** The filters that the reader keeps for this list, and a way to keep the present ones. */
export function SavedFilters({ page, path }: SavedFiltersProps) {
  const cache = api.useUtils();
  const group = useRef<HTMLDivElement>(null);
  const [{ items }] = api.savedFilter.list.useSuspenseQuery({ page });
  const remove = api.savedFilter.remove.useMutation({
    onSettled: async () => {
      await cache.savedFilter.list.invalidate();
      group.current?.focus();
    },
  });
  const query = path.split("?")[1] ?? "";
  const isKept = items.some((item) => item.query === query);
  if (items.length === 0 && query === "") return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be for a form's controls.
    <div
      aria-label="Saved filters"
      className="flex flex-wrap items-center gap-2"
      ref={group}
      role="group"
      tabIndex={-1}
    >
      {items.length > 0 ? <span className="text-muted text-sm">Saved:</span> : null}
      {items.map(({ id, name, query: kept }) => (
        <span
          className="inline-flex max-w-full items-center rounded-full border border-edge bg-surface text-sm"
          key={id}
        >
          <Link
            aria-current={kept === query ? "true" : undefined}
            className="min-h-9 min-w-0 content-center rounded-full py-1 pl-3 pr-1 hover:underline aria-[current=true]:font-semibold [overflow-wrap:anywhere]"
            href={`/${page}?${kept}`}
          >
            {name}
          </Link>
          <button
            aria-label={`Remove the saved filter “${name}”`}
            className="grid size-9 shrink-0 place-items-center rounded-full text-muted hover:bg-sunken"
            onClick={() => remove.mutate({ id })}
            type="button"
          >
            <X aria-hidden className="size-4" />
          </button>
        </span>
      ))}
      {query === "" || isKept ? null : <SaveFilter page={page} query={query} />}
    </div>
  );
}

const fields = z.object({ name: saveFilterInput.shape.name });

function SaveFilter({ page, query }: { page: FilteredPage; query: string }) {
  const cache = api.useUtils();
  const [open, setOpen] = useState(false);
  const form = useForm({ resolver: zodResolver(fields), defaultValues: { name: "" } });
  const save = api.savedFilter.save.useMutation({
    onSuccess: async () => {
      await cache.savedFilter.list.invalidate();
      setOpen(false);
      form.reset();
    },
    onError: (error) => showFormError(form, error, {}),
  });
  return (
    <Dialog
      description="Only you see it. A name that you have used gets these filters."
      onOpenChange={setOpen}
      open={open}
      title="Save these filters"
      trigger={
        <Button size="small" variant="secondary">
          Save these filters
        </Button>
      }
    >
      <Form
        className="grid gap-5"
        onSubmit={form.handleSubmit(({ name }) => save.mutate({ page, name, query }))}
      >
        <FormError form={form} />
        <TextField autoComplete="off" form={form} label="Name" name="name" />
        <DialogActions>
          <Button onClick={() => setOpen(false)} variant="secondary">
            Cancel
          </Button>
          <SubmitButton disabled={save.isPending}>
            {save.isPending ? "Saving…" : "Save filters"}
          </SubmitButton>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
