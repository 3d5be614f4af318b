import { BlockList, isIP } from 'node:net';
import { refuse } from '../errors.ts';
import { type Address, createLookups, type Lookup, type LookupCaller } from './lookups.ts';

/** Networks that are not part of the public internet. Source: the IANA special-purpose address registries. */
const privateNetworks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // In IPv6 only 2000::/3 is public, without Teredo and others, documentation and 6to4.
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
];

export interface TargetPolicy {
  /** Addresses of the host of a URL. All of them may be called.
   *  @throws AppError webhook_target_refused if an address is private and not allowed
   *  @throws LookupRefused if its turn does not come
   *  @throws Error if the name cannot be resolved */
  resolve(url: string, caller: LookupCaller): Promise<Address[]>;
}

/** @param allowed private networks that may be called, as CIDR */
export function createTargetPolicy(
  allowed: readonly string[],
  lookup: Lookup = createLookups(),
): TargetPolicy {
  const isPrivate = membership(privateNetworks);
  const isAllowed = membership(allowed);
  return {
    async resolve(url, caller) {
      const host = hostOf(url);
      const literal = isIP(host);
      const addresses =
        literal === 0 ? await lookup(host, caller) : [{ address: host, family: literal as 4 | 6 }];
      const plain = addresses.map(unmapped);
      const refused = plain.find((address) => isPrivate(address) && !isAllowed(address));
      if (refused !== undefined) {
        refuse(
          'webhook_target_refused',
          { path: '/url', message: `${host} is in a private network`, accepted: 'a public address' },
          `${host} is in a private network, which the service does not call; accepted: a public address, or one in a network that the operator allows with GATECAST_WEBHOOK_ALLOW.`,
        );
      }
      return plain;
    },
  };
}

/** Host of a URL: a name, or an address without brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Tests whether an address is in one of the networks. Each address family has a separate list, because a shared
 *  BlockList matches every IPv4 address with `::/3`. */
function membership(networks: readonly string[]): (address: Address) => boolean {
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const network of networks) {
    const [address, prefix] = network.split('/');
    const family = isIP(address) as 4 | 6;
    lists[family].addSubnet(address, Number(prefix), familyNames[family]);
  }
  return ({ address, family }) => lists[family].check(address, familyNames[family]);
}

const familyNames = { 4: 'ipv4', 6: 'ipv6' } as const;

/** Converts an IPv4-mapped IPv6 address (`::ffff:127.0.0.1`) to IPv4. */
function unmapped({ address, family }: Address): Address {
  if (family === 4) return { address, family };
  const canonical = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const words = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (words === null) return { address: canonical, family };
  const [high, low] = words.slice(1).map((word) => Number.parseInt(word, 16));
  return { address: [high >> 8, high & 255, low >> 8, low & 255].join('.'), family: 4 };
}
