"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { addActionItemInput, type Party } from "@sundial/validators";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Form, SubmitButton } from "~/components/ui/form";
import { SelectField, TextField } from "~/components/ui/form-fields";
import { useAlive } from "~/components/use-alive";
import { showFieldErrors, toWireError } from "~/lib/form-errors";
import { noonOf } from "~/lib/noon-of";
import { api } from "~/trpc/client";
import type { ActionItem, OfficeSession } from "~/trpc/types";
import { relationTo } from "./parties";

interface ActionItemsProps {
  session: OfficeSession;
  viewerId: string;
}

/** What the two will do, carried from session to session until it is done. */
export function ActionItems({ session, viewerId }: ActionItemsProps) {
  const [{ items }] = api.actionItem.list.useSuspenseQuery({ officeSessionId: session.id });
  const heading = useRef<HTMLHeadingElement>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const relation = relationTo(session, viewerId);
  const closed = ["cancelled", "declined", "expired"].includes(session.status);
  if (items.length === 0 && (closed || relation === "staff")) return null;
  const done = () => {
    setEditing(null);
    heading.current?.focus();
  };
  return (
    <SectionCard
      headingRef={heading}
      lead="Open ones come along to the next session of the two until they are done."
      title="Action items"
    >
      {items.length === 0 ? <p className="text-muted">Nothing yet.</p> : null}
      <ul className="grid gap-4">
        {items.map((item) => (
          <li className="grid gap-2 border-line border-b pb-4 last:border-0" key={item.id}>
            {editing === item.id ? (
              <ItemForm item={item} onDone={done} session={session} />
            ) : (
              <Item
                item={item}
                onEdit={() => setEditing(item.id)}
                onGone={done}
                session={session}
                viewerId={viewerId}
              />
            )}
          </li>
        ))}
      </ul>
      {relation === "staff" || closed || editing !== null ? null : (
        <ItemForm item={null} onDone={() => undefined} session={session} />
      )}
    </SectionCard>
  );
}

interface ItemProps extends ActionItemsProps {
  item: ActionItem;
  onEdit: () => void;
  onGone: () => void;
}

function Item({ item, session, viewerId, onEdit, onGone }: ItemProps) {
  const formats = useFormats();
  // A tap before that would be lost.
  const isAlive = useAlive();
  const cache = api.useUtils();
  const refresh = () => cache.actionItem.list.invalidate();
  const tick = api.actionItem.tick.useMutation({ onSuccess: refresh });
  const remove = api.actionItem.remove.useMutation();
  const owner = session[item.owner];
  const failed = tick.error ? toWireError(tick.error) : null;
  return (
    <>
      <div className="flex items-start gap-3">
        <input
          aria-label={`Done: ${item.text}`}
          // At once, not when the server has answered.
          checked={tick.isPending ? tick.variables.done : item.doneAt !== null}
          className="mt-1 size-5 shrink-0 accent-(--action)"
          disabled={!(item.mayTick && isAlive)}
          onChange={({ target }) => tick.mutate({ id: item.id, done: target.checked })}
          type="checkbox"
        />
        <div className="min-w-0">
          <p className={item.doneAt ? "text-muted line-through" : undefined}>{item.text}</p>
          <p className="text-muted text-sm">
            {owner.id === viewerId ? "You" : owner.name}
            {item.dueOn ? `, by ${formats.fullDay(noonOf(item.dueOn), "UTC")}` : ""}
          </p>
        </div>
      </div>
      {failed ? <Alert title={failed.error} tone="bad" /> : null}
      {item.mayEdit ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={onEdit} size="small" variant="ghost">
            Edit<span className="sr-only"> “{item.text}”</span>
          </Button>
          <ConfirmDialog
            confirm={["Remove", "Removing…"]}
            description={item.text}
            mutation={{
              mutate: (options) => remove.mutate({ id: item.id }, options),
              reset: remove.reset,
              isPending: remove.isPending,
              error: remove.error,
            }}
            onClosed={onGone}
            onDone={refresh}
            title="Remove this action item?"
            trigger={
              <Button size="small" variant="ghost">
                Remove<span className="sr-only"> “{item.text}”</span>
              </Button>
            }
          />
        </div>
      ) : null}
    </>
  );
}

/** Calendar dates have no zone; noon keeps them the same everywhere. */
const { text, owner, dueOn } = addActionItemInput.shape;
const fields = z.object({
  text,
  owner,
  dueOn: z.preprocess((value) => (value === "" ? null : value), dueOn),
});

interface ItemFormProps {
  session: OfficeSession;
  /** The one to change, or null for a new one. */
  item: ActionItem | null;
  onDone: () => void;
}

function ItemForm({ session, item, onDone }: ItemFormProps) {
  const cache = api.useUtils();
  const empty = { text: "", owner: "mentee" as Party, dueOn: "" };
  const form = useForm({
    resolver: zodResolver(fields),
    defaultValues: item ? { ...item, dueOn: item.dueOn ?? "" } : empty,
  });
  const settled = {
    onSuccess: async () => {
      await cache.actionItem.list.invalidate();
      form.reset(empty);
      onDone();
    },
    onError: (error: unknown) => showFieldErrors(form, toWireError(error), ["text", "dueOn"]),
  };
  const add = api.actionItem.add.useMutation(settled);
  const edit = api.actionItem.edit.useMutation(settled);
  const { isPending } = item ? edit : add;
  const failure = (item ? edit : add).error;
  const error = failure ? toWireError(failure) : null;
  const people = [session.mentee, session.mentor] as const;
  return (
    <Form
      aria-label={item ? "Edit action item" : "New action item"}
      className="grid items-start gap-4 sm:grid-cols-[2fr_1fr_1fr]"
      onSubmit={form.handleSubmit((values) => {
        if (item) edit.mutate({ id: item.id, version: item.version, ...values });
        else add.mutate({ officeSessionId: session.id, ...values });
      })}
    >
      {error && error.code !== "INVALID_INPUT" ? (
        <div className="sm:col-span-3">
          <Alert title={error.error} tone="bad" />
        </div>
      ) : null}
      <TextField form={form} label="What to do" name="text" />
      <SelectField form={form} label="Who does it" name="owner">
        {people.map(({ id, name }, at) => (
          <option key={id} value={at === 0 ? "mentee" : "mentor"}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField form={form} label="Due" name="dueOn" optional type="date" />
      <div className="flex flex-wrap gap-3 sm:col-span-3">
        <SubmitButton disabled={isPending} variant="secondary">
          {isPending ? "Saving…" : item ? "Save" : "Add"}
        </SubmitButton>
        {item ? (
          <Button onClick={onDone} variant="ghost">
            Cancel
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
