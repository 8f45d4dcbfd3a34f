import ssh2 from 'ssh2'
import {describe, expect, it} from 'vitest'
import {sshKeyPair} from '../../fakes/ssh-keys.js'

const opens = (key: string, lock?: string) => !(ssh2.utils.parseKey(key, lock) instanceof Error)

describe('sshKeyPair', () => {
  it('makes keys that can be read, locked ones by their passphrase alone', () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) expect(opens(sshKeyPair(type).private)).toBe(true)
    const {private: locked} = sshKeyPair('ed25519', 'open')
    expect([opens(locked), opens(locked, 'open')]).toEqual([false, true])
  })

  it('drops what the generator spoils', () => {
    const good = sshKeyPair('ed25519')
    const pairs = [{...good, private: 'spoilt'}, {...good, public: 'spoilt'}, good]
    let made = 0
    expect(sshKeyPair('ed25519', undefined, () => pairs[made++]!)).toBe(good)
    expect(made).toBe(3)
  })
})
