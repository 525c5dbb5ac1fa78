/** A browser without pages: follows redirects, keeps cookies of each origin, fills in forms. */
export function traveler() {
  const jars = new Map<string, Map<string, string>>();

  function jarOf(url: string) {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  }

  async function visit(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      ...init,
      headers: { ...init.headers, cookie },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  return {
    /**
     * Signs in on the issuer's pages, beginning at its authorization address, and returns the
     * address that it sends the browser back to.
     */
    async signInAt(start: string, login: string): Promise<URL> {
      const { origin } = new URL(start);
      let url = start;
      let response = await visit(url);
      for (let steps = 0; steps < 10; steps++) {
        const location = response.headers.get("location");
        if (location !== null) {
          url = new URL(location, url).href;
          if (new URL(url).origin !== origin) return new URL(url);
          response = await visit(url);
          continue;
        }
        const page = await response.text();
        const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
        if (action === undefined) throw new Error(`no form at ${url}: ${page.slice(0, 500)}`);
        const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "login";
        url = new URL(action, url).href;
        response = await visit(url, {
          method: "POST",
          body: new URLSearchParams({ prompt, login, password: "any" }),
        });
      }
      throw new Error("the issuer led nowhere");
    },
  };
}
