import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { createTargetPolicy } from '../../src/webhooks/index.ts';

const caller = { tenant: 'acme' };

describe('GATECAST_WEBHOOK_ALLOW', () => {
  test('lists networks, separated by commas; none by default', () => {
    expect(readConfig({}).webhookAllow).toEqual([]);
    expect(readConfig({ GATECAST_WEBHOOK_ALLOW: ' 10.1.0.0/16, fd00:1::/64 ,' }).webhookAllow).toEqual([
      '10.1.0.0/16',
      'fd00:1::/64',
    ]);
  });

  test.each(['10.1.0.0', '10.1.0.0/33', 'example.org', '10.1.0.0/16/8', '10.1.0.0/x', 'fd00::/129'])(
    '%s is refused at the start, by the name of the setting',
    (text) => {
      const read = () => readConfig({ GATECAST_WEBHOOK_ALLOW: text });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow('GATECAST_WEBHOOK_ALLOW');
    },
  );
});

describe('a target', () => {
  test('is resolved to the address that is then connected to', async () => {
    const policy = createTargetPolicy(['127.0.0.0/8', '::1/128']);
    const addresses = await policy.resolve('http://localhost:9/', caller);
    expect(addresses.length).toBeGreaterThan(0);
    for (const { address } of addresses) expect(['127.0.0.1', '::1']).toContain(address);
  });

  test('is not allowed by a network of the other family', async () => {
    const refusal = createTargetPolicy(['::/0']).resolve('http://127.0.0.1/', caller);
    await expect(refusal).rejects.toThrow('private network');
  });

  test.each([
    ['http://1.1.1.1/', '1.1.1.1'],
    ['http://[2606:4700:4700::1111]/', '2606:4700:4700::1111'],
    ['http://[::ffff:1.1.1.1]/', '1.1.1.1'],
  ])('%s is public', async (url, address) => {
    expect((await createTargetPolicy([]).resolve(url, caller)).map((one) => one.address)).toEqual([address]);
  });

  test.each([
    'http://100.64.0.1/',
    'http://172.31.255.255/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://0x7f.1/',
    'http://[::]/',
    'http://[::ffff:7f00:1]/',
    'http://[fc00::1]/',
    'http://[ff02::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:db8::1]/',
    'http://localhost/',
  ])('%s is not', async (url) => {
    await expect(createTargetPolicy([]).resolve(url, caller)).rejects.toMatchObject({
      code: 'webhook_target_refused',
    });
  });
});
