/** An IPv6 address as people write it: "2001:db8::", for "2001:0db8:0000:…". Others stay as they are. */
export function shortAddress(address: string): string {
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}
