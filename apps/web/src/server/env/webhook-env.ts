import { z } from "zod";

const hostname = z
  .string()
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i)
  // With a number at the end, it would be an address in an odd spelling.
  .refine((name) => !/(^|\.)(0x[0-9a-f]*|\d+)$/i.test(name));

const host = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), hostname]);

/** Where webhooks may go besides the public internet. */
export const webhookEnv = {
  WEBHOOK_ALLOWED_HOSTS: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ""))
    .refine((items) => items.every((item) => host.safeParse(item).success), {
      error:
        "must be comma-separated host names, addresses or ranges, such as ci.internal, 10.1.0.0/16",
    }),
};
