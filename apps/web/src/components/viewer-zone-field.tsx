"use client";

import { TimeZoneSelect } from "./time-zone-select";
import { Field } from "./ui/field";
import { useViewerZone } from "./use-viewer-zone";

/** The zone in which this person is shown times. */
export function ViewerZoneField() {
  const { zone, setZone } = useViewerZone();
  return (
    <Field id="zone" label="Times shown in">
      <TimeZoneSelect
        current={zone}
        id="zone"
        onChange={(event) => setZone(event.target.value)}
        value={zone}
      />
    </Field>
  );
}
