import { z } from "zod";

const hostname = z
  .string()
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i)
  // Digits only would be an address in an odd spelling.
  .refine((name) => !/(^|\.)(0x[0-9a-f]*|\d+)$/i.test(name));

/** Where webhooks may go besides the public internet. */
export const webhookEnv = {
  WEBHOOK_ALLOWED_HOSTS: z
    .string()
    .default("")
    .transform((text) => text.split(/[\s,]+/).filter((item) => item !== ""))
    .pipe(
      z.array(
        z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), hostname], {
          error:
            "must be comma-separated host names, addresses or ranges, such as ci.internal, 10.1.0.0/16",
        }),
      ),
    ),
};
