import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedHosts, hostOf, isPublicAddress, mayConnect, urlProblem } from "./address-policy.ts";

const nothing = allowedHosts([]);

describe("addresses", () => {
  it.each([
    ["this network", "0.0.0.0", "0.1.2.3"],
    ["private", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ["loopback", "127.0.0.1", "127.255.255.254", "::1"],
    ["link-local, with the metadata of clouds", "169.254.169.254", "169.254.0.1", "fe80::1"],
    ["shared (CGNAT), with Alibaba's metadata", "100.64.0.1", "100.127.255.255", "100.100.100.200"],
    ["Azure's platform", "168.63.129.16"],
    ["unspecified", "::"],
    ["multicast", "224.0.0.1", "239.255.255.255", "ff02::1"],
    ["broadcast and reserved", "255.255.255.255", "240.0.0.1", "192.0.0.192"],
    ["documentation", "192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    ["benchmarks", "198.18.0.1", "198.19.255.255", "2001:2::1"],
    ["unique local, with AWS's metadata", "fc00::1", "fdff::1", "fd00:ec2::254"],
    ["site-local", "fec0::1"],
    ["IPv4 inside of IPv6: mapped", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1"],
    ["compatible", "::127.0.0.1", "::8.8.8.8"],
    ["translated", "::ffff:0:127.0.0.1"],
    ["NAT64", "64:ff9b::127.0.0.1", "64:ff9b::808:808", "64:ff9b:1::1"],
    ["6to4", "2002:7f00:1::", "2002:808:808::1"],
    ["Teredo", "2001::1", "2001:0:7f00:1::"],
    ["discard only, and what isn't given out", "100::1", "5f00::1", "4000::1", "8000::1"],
    ["no address", "", "localhost", "127.1", "0x7f000001", "8.8.8.8.8", "fe80::1%eth0"],
  ])("that are %s aren't public", (_what, ...addresses) => {
    for (const address of addresses) expect(isPublicAddress(address), address).toBe(false);
  });

  it.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])(
    "such as %s are public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it("are never public because of how a private one is written in IPv6", () => {
    const quad = fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255));
    const prefix = fc.constantFrom("::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::");
    fc.assert(
      fc.property(quad, prefix, (bytes, before) => {
        expect(isPublicAddress(`${before}${bytes.join(".")}`)).toBe(false);
      }),
    );
  });
});

describe("URLs", () => {
  it.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://%31%32%37.0.0.1/",
    "https://①②⑦.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[0:0:0:0:0:ffff:7f00:1]/",
    "https://169.254.169.254/latest/meta-data",
    "http://receiver.example/",
  ])("like %s can't be entered", (url) => {
    expect(urlProblem(url, nothing)).not.toBeNull();
  });

  it.each(["https://receiver.example/hook", "https://receiver.example:8443/", "https://1.1.1.1/"])(
    "like %s can",
    (url) => expect(urlProblem(url, nothing)).toBeNull(),
  );

  it("of hosts that the operator allows can, also without TLS", () => {
    const allowed = allowedHosts(["CI.internal", "10.1.0.0/16", "::1", "192.168.0.7"]);
    for (const url of [
      "http://ci.internal:8080/",
      "http://ci.internal./",
      "http://10.1.2.3/",
      "https://[::1]/",
      "http://192.168.0.7/",
    ]) {
      expect(urlProblem(url, allowed), url).toBeNull();
    }
    for (const url of ["http://10.2.0.1/", "http://192.168.0.8/", "http://other.internal/"]) {
      expect(urlProblem(url, allowed), url).not.toBeNull();
    }
  });

  it("may connect to an allowed range by any name, and to any address by an allowed name", () => {
    const allowed = allowedHosts(["ci.internal", "10.1.0.0/16"]);
    expect(mayConnect("10.1.2.3", "receiver.example", allowed)).toBe(true);
    expect(mayConnect("10.2.2.3", "receiver.example", allowed)).toBe(false);
    expect(mayConnect("10.2.2.3", "ci.internal", allowed)).toBe(true);
    expect(mayConnect("10.2.2.3", "x.ci.internal", allowed)).toBe(false);
    expect(mayConnect("8.8.8.8", "receiver.example", allowed)).toBe(true);
  });

  it("name their host without brackets and final dot", () => {
    expect(hostOf(new URL("https://[::1]:8443/"))).toBe("::1");
    expect(hostOf(new URL("https://Receiver.example./"))).toBe("receiver.example");
  });
});
