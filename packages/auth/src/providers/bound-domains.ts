import { boundProvider, DomainError, type ProviderChoice } from "@sundial/validators";

/**
 * Refuses people whose organization has its own provider and who come another way. It depends only
 * on the address's domain, so it tells nothing about accounts.
 *
 * Errors: PROVIDER_REQUIRED, with the provider to use.
 */
export function requireOwnProvider(
  providers: readonly ProviderChoice[],
  address: string,
  /** The provider that they come from. */
  by?: string,
): void {
  const bound = boundProvider(providers, address);
  if (bound === undefined || bound.id === by) return;
  const { id, name } = bound;
  throw new DomainError("PROVIDER_REQUIRED", `People with your address sign in with ${name}.`, {
    provider: id,
    name,
  });
}
