import { safePath } from "@sundial/validators";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { canEmailLinks } from "~/server/server";
import { AuthCard } from "../../_components/auth-card";
import { AuthLink } from "../../_components/auth-link";
import { EmailLinkForm } from "../../_components/email-link-form";

export const metadata: Metadata = { title: "Sign in by email" };

export default async function EmailLinkPage({ searchParams }: PageProps<"/sign-in/email-link">) {
  const { next } = await searchParams;
  if (!canEmailLinks()) notFound();
  return (
    <AuthCard
      footer={
        <>
          Rather use your password? <AuthLink href="/sign-in">Sign in</AuthLink>
        </>
      }
      lead="We'll email you a link. You don't need your password."
      title="Sign in by email"
    >
      <EmailLinkForm next={safePath(typeof next === "string" ? next : undefined, "/")} />
    </AuthCard>
  );
}
