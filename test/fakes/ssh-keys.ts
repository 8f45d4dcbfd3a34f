import ssh2 from 'ssh2'

type Types = 'ed25519' | 'ecdsa' | 'rsa'

/** Sizes that a type needs; ed25519 takes none. */
const SIZES: Readonly<Record<Types, object>> = {ed25519: {}, ecdsa: {bits: 256}, rsa: {bits: 2048}}

/**
 * A pair of SSH keys that can be read back: ssh2 leaves out leading zeros when it writes an ed25519 key, and four of a
 * thousand are no keys then. `lock` encrypts the private one.
 */
export function sshKeyPair(type: Types, lock?: string, make = generate): {readonly private: string; readonly public: string} {
  for (;;) {
    const pair = make(type, lock)
    const [key, open] = [ssh2.utils.parseKey(pair.private, lock), ssh2.utils.parseKey(pair.public)]
    if (!(key instanceof Error || open instanceof Error)) return pair
  }
}

function generate(type: Types, lock: string | undefined): {private: string; public: string} {
  const sizes = SIZES[type]
  if (lock === undefined) return ssh2.utils.generateKeyPairSync(type as 'ed25519', sizes)
  return ssh2.utils.generateKeyPairSync(type as 'ed25519', {...sizes, cipher: 'aes256-cbc', passphrase: lock, rounds: 2})
}
