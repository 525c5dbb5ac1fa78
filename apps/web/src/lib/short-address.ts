/** An IPv6 address in short form: "2001:db8::" for "2001:0db8:0000:…". Others stay unchanged. */
export function shortAddress(address: string): string {
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}
