import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { memoryIn, memoryOf } from '../../../lib/rehearsal/machine/memory';
import { catchesSigterm, membersOf } from '../../../lib/rehearsal/machine/process-tree';
import { listeningSockets, socketInodesOf, socketsIn } from '../../../lib/rehearsal/machine/sockets';

test('given the text of /proc/net/tcp, the sockets that listen are read, in the byte order of the machine', () => {
  const text = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F40 0200007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
`;
  expect(socketsIn(text)).toEqual([{ address: '127.0.0.1', port: 8000, inode: '4711' }]);
});

test('given the text of /proc/net/tcp6, addresses are written as people write them', () => {
  const line = (address: string) => `head\n   0: ${address}:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 1 1`;
  expect(socketsIn(line('00000000000000000000000000000000'))).toEqual([{ address: '::', port: 80, inode: '1' }]);
  expect(socketsIn(line('00000000000000000000000001000000'))).toEqual([{ address: '::1', port: 80, inode: '1' }]);
});

test('given a socket of this very process, the kernel names it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = listeningSockets().find((candidate) => candidate.port === port);
  expect(socket).toMatchObject({ address: '127.0.0.1' });
  expect(socketInodesOf(process.pid)).toContain(socket!.inode);
  server.close();
});

test('given smaps_rollup, shared pages count by their share and own pages whole', () => {
  expect(memoryIn('00400000-7ffd [rollup]\nRss:  9000 kB\nPss:  4000 kB\nPrivate_Clean:  100 kB\nPrivate_Dirty:  2000 kB\n')).toEqual({
    pss: 4000 * 1024,
    uss: 2100 * 1024,
  });
  expect(memoryIn('')).toBeUndefined();
  expect(memoryOf(process.pid)!.uss).toBeGreaterThan(2 ** 20);
});

test('given a process that left its session and its parent, it is still known by its environment', async () => {
  const mark = `PROBEWISE_TEST=${process.pid}-${Date.now()}`;
  const [name, value] = mark.split('=');
  // setsid forks when it leads its group, and its parent ends at once.
  const root = spawn('sh', ['-c', 'setsid sleep 20 & sleep 20'], {
    env: { PATH: process.env.PATH, [name]: value },
    detached: true,
    stdio: 'ignore',
  });
  const membership = { root: root.pid!, mark };
  try {
    const began = Date.now();
    while (membersOf(membership).filter((member) => member.name === 'sleep').length < 2 && Date.now() - began < 5000) {
      await new Promise((settle) => setTimeout(settle, 20));
    }
    const members = membersOf(membership);
    expect(members[0].pid).toBe(root.pid);
    expect(
      members
        .filter((member) => member.name === 'sleep')
        .map(({ session }) => (session === root.pid ? 'the session of the root' : 'its own'))
        .sort(),
    ).toEqual(['its own', 'the session of the root']);
  } finally {
    membersOf(membership).forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
  }
});

test('given a program with a handler for SIGTERM and one without, they are told apart', async () => {
  const script = (text: string) => spawn('sh', ['-c', text], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const programs = [script("trap 'exit 0' TERM; echo up; sleep 20; true"), script('echo up; sleep 20; true')];
  try {
    await Promise.all(programs.map(({ stdout }) => once(stdout, 'data')));
    expect(programs.map(({ pid }) => catchesSigterm(pid!))).toEqual([true, false]);
  } finally {
    programs.forEach(({ pid }) => process.kill(-pid!, 'SIGKILL'));
  }
  await Promise.all(programs.map(async (program) => program.exitCode ?? program.signalCode ?? (await once(program, 'exit'))));
  expect(catchesSigterm(programs[0].pid!)).toBeUndefined();
});
