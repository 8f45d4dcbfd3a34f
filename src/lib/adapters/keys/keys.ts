import type {Tasks} from '../../ports/clock.js'
import type {Keys} from '../../ports/keys.js'

/** SSH keys of this machine and of servers; every call counts as work in flight. */
export function createKeys(tasks: Tasks): Keys {
  return {
    generate: (request) => tasks.run('new key', async () => (await import('./new-key-pair.js')).newKeyPair(request)),
    read: (pem, passphrase) =>
      tasks.run('read key', async () => (await import('./read-private-key.js')).readPrivateKey(pem, passphrase)),
    sshSigner: (pem, passphrase) =>
      tasks.run('read key', async () => (await import('./ssh-signer.js')).sshSigner(pem, passphrase)),
    pgpSigner: (ring, options) => tasks.run('read key', async () => (await import('./pgp-signer.js')).pgpSigner(ring, options)),
    scanHostKey: (host, signal) =>
      tasks.run('host key', async () => (await import('./scan-host-key.js')).scanHostKey(host, signal)),
  }
}
