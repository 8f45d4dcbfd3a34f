import {createHmac} from 'node:crypto'
import {GitError} from '../git-error.js'

interface KnownHost {
  readonly marker: string
  readonly matches: (address: string) => boolean
  readonly type: string
  readonly key: string
}

/** The keys that a known_hosts text knows; lines that cannot be read are an error, as in Go. */
export class KnownHosts {
  readonly #lines: readonly KnownHost[]

  constructor(text: string) {
    this.#lines = text.split('\n').flatMap(readLine)
  }

  /** Key types on record for a host, in the file's order. */
  types(host: string, port: number): string[] {
    const address = addressOf(host, port)
    return this.#lines.filter((line) => line.marker === '' && line.matches(address)).map((line) => line.type)
  }

  /** Undefined when the key is right, else the reason in the words of Go's knownhosts package. */
  check(host: string, port: number, key: Uint8Array): string | undefined {
    const address = addressOf(host, port)
    const encoded = Buffer.from(key).toString('base64')
    const lines = this.#lines.filter((line) => line.matches(address))
    if (lines.some((line) => line.marker === '@revoked' && line.key === encoded)) return 'knownhosts: key is revoked'
    const plain = lines.filter((line) => line.marker === '')
    if (plain.length === 0) return 'knownhosts: key is unknown'
    return plain.some((line) => line.key === encoded) ? undefined : 'knownhosts: key mismatch'
  }
}

function readLine(line: string): KnownHost[] {
  const words = line.trim().split(/[ \t]+/)
  if (words[0] === '' || words[0]!.startsWith('#')) return []
  const marker = words[0]!.startsWith('@') ? words.shift()! : ''
  const [hosts, type, key] = words
  if (!hosts || !type || !key) throw new GitError('git-invalid', 'knownhosts: missing key type pattern')
  const blob = Buffer.from(key, 'base64')
  if (blob.length < 8) throw new GitError('git-invalid', 'illegal base64 data')
  return [{marker, matches: hosts.startsWith('|') ? hashed(hosts) : patterns(hosts), type, key: blob.toString('base64')}]
}

/** `|1|SALT|HMAC-SHA1 of the address` as OpenSSH writes it with HashKnownHosts. */
function hashed(text: string): (address: string) => boolean {
  const [, version, salt, hash] = text.split('|')
  if (version !== '1' || !salt || !hash) throw new GitError('git-invalid', 'knownhosts: unsupported hash')
  return (address) => createHmac('sha1', Buffer.from(salt, 'base64')).update(address).digest('base64') === hash
}

/** Comma-separated wildcards; one that starts with `!` takes the host out again. */
function patterns(text: string): (address: string) => boolean {
  const list = text.split(',').map((pattern) => {
    const negated = pattern.startsWith('!')
    const body = normalise(negated ? pattern.slice(1) : pattern)
    return {negated, matches: (address: string) => wildcard(body, address)}
  })
  return (address) => {
    const found = list.filter((pattern) => pattern.matches(address))
    return found.length > 0 && !found.some((pattern) => pattern.negated)
  }
}

function normalise(pattern: string): string {
  const bracketed = /^\[([^\]]*)\]:(\d+)$/.exec(pattern)
  return bracketed ? addressOf(bracketed[1]!, Number(bracketed[2])) : pattern
}

/** The form that known_hosts files use: the bare host on port 22, else `[host]:port`. */
function addressOf(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`
}

/** `*` and `?`, in linear time. */
function wildcard(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
