import {createHmac} from 'node:crypto'
import {messageOf} from '../../../errors/flux-error.js'
import type {KnownHostsFile} from '../../../ports/git.js'
import {decodeBase64} from '../../../schema/go/base64.js'
import {GitError} from '../git-error.js'

interface KnownHost {
  readonly matches: (host: string, port: number) => boolean
  /** of the key itself: the word before it says nothing */
  readonly type: string
  readonly key: string
}

const TRUST = 'check the key of the server and remember it: ssh-keyscan HOST'

/** The keys that a known_hosts text knows; lines that cannot be read are an error, as in Go. */
export class KnownHosts {
  readonly #lines: KnownHost[] = []
  readonly #revoked = new Set<string>()

  /** @throws GitError with the text of Go's knownhosts package */
  constructor(text = '') {
    for (const line of text.split('\n')) this.#add(line.trim())
  }

  /** What the files of a machine know together. @throws GitError as go-git says it */
  static ofFiles(files: readonly KnownHostsFile[]): KnownHosts {
    const all = new KnownHosts()
    const fault = (words: string) =>
      new GitError('git-host-key', `cannot create known hosts callback: ${words}`, {hints: [TRUST]})
    if (files.length === 0) throw fault('unable to find any valid known_hosts file, set SSH_KNOWN_HOSTS env variable')
    for (const file of files) {
      if ('fault' in file) throw fault(file.fault)
      for (const [index, line] of file.text.split('\n').entries()) {
        try {
          all.#add(line.trim())
        } catch (error) {
          throw fault(`knownhosts: ${file.path}:${index + 1}: ${messageOf(error)}`)
        }
      }
    }
    return all
  }

  #add(line: string): void {
    if (line === '' || line.startsWith('#')) return
    const [first, afterFirst] = nextWord(line)
    const marked = first === '@cert-authority' || first === '@revoked'
    const [hosts, afterHosts] = nextWord(marked ? afterFirst : line)
    if (afterHosts === '') throw invalid('knownhosts: missing host pattern')
    const [, afterType] = nextWord(afterHosts)
    if (afterType === '') throw invalid('knownhosts: missing key type pattern')
    const {type, key} = readKey(nextWord(afterType)[0])
    if (first === '@revoked') this.#revoked.add(key)
    else this.#lines.push({matches: hosts.startsWith('|') ? hashed(hosts) : patterns(hosts), type, key})
  }

  /** Key types on record for a host, in the file's order. */
  types(host: string, port: number): string[] {
    return this.#lines.filter((line) => line.matches(host, port)).map((line) => line.type)
  }

  /** Undefined when the key is right, else the reason in the words of Go's knownhosts package. */
  check(host: string, port: number, key: Uint8Array): string | undefined {
    const encoded = Buffer.from(key).toString('base64')
    if (this.#revoked.has(encoded)) return 'knownhosts: key is revoked'
    const lines = this.#lines.filter((line) => line.matches(host, port))
    if (lines.length === 0) return 'knownhosts: key is unknown'
    return lines.some((line) => line.key === encoded) ? undefined : 'knownhosts: key mismatch'
  }
}

const invalid = (words: string) => new GitError('git-invalid', words)

/** A word and what follows it. */
function nextWord(text: string): [string, string] {
  const cut = text.search(/[ \t]/)
  return cut < 0 ? [text, ''] : [text.slice(0, cut), text.slice(cut).replace(/^[ \t]+/, '')]
}

/** A public key in its wire form, which begins with its type. */
function readKey(text: string): {readonly type: string; readonly key: string} {
  const key = base64(text)
  const blob = Buffer.from(key, 'base64')
  const [type, ...parts] = fieldsOf(blob) ?? []
  if (type === undefined) throw invalid('ssh: short read')
  const name = type.toString('latin1')
  const wanted = FIELDS[name]
  if (wanted === undefined) throw invalid(`ssh: unknown key algorithm: ${name}`)
  if (parts.length < wanted) throw invalid('ssh: parse error in message type 0')
  return {type: name, key}
}

/** Fields of the key types that Go reads, after their name. */
const FIELDS: Readonly<Record<string, number>> = {
  'ssh-rsa': 2,
  'ssh-dss': 4,
  'ssh-ed25519': 1,
  'ecdsa-sha2-nistp256': 2,
  'ecdsa-sha2-nistp384': 2,
  'ecdsa-sha2-nistp521': 2,
  'sk-ssh-ed25519@openssh.com': 2,
  'sk-ecdsa-sha2-nistp256@openssh.com': 3,
}

/** The fields that are there in full; undefined when not even the first is. */
function fieldsOf(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = []
  for (let at = 0; at + 4 <= blob.length; ) {
    const end = at + 4 + blob.readUInt32BE(at)
    if (end > blob.length) break
    fields.push(blob.subarray(at + 4, end))
    at = end
  }
  return fields.length === 0 ? undefined : fields
}

function base64(text: string): string {
  try {
    return decodeBase64(text)
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

/** `|1|SALT|HMAC-SHA1 of the address` as OpenSSH writes it with HashKnownHosts. */
function hashed(text: string): (host: string, port: number) => boolean {
  const parts = text.split('|')
  if (parts.length !== 4) throw invalid(`knownhosts: got ${parts.length} components, want 3`)
  const [, version, salt = '', hash = ''] = parts
  const [key, wanted] = [Buffer.from(base64(salt), 'base64'), base64(hash)]
  if (version !== '1') throw invalid(`knownhosts: got hash type ${version}, must be '1'`)
  return (host, port) => createHmac('sha1', key).update(addressOf(host, port)).digest('base64') === wanted
}

/** Comma-separated wildcards for one port each; one that starts with `!` takes the host out again. */
function patterns(text: string): (host: string, port: number) => boolean {
  const list = text
    .split(',')
    .filter((pattern) => pattern !== '')
    .map((pattern) => {
      const negated = pattern.startsWith('!')
      const {host, port} = hostAndPort(negated ? pattern.slice(1) : pattern)
      return {negated, matches: (name: string, at: number) => port === String(at) && wildcard(host, name)}
    })
  return (host, port) => {
    const found = list.filter((pattern) => pattern.matches(host, port))
    return found.length > 0 && !found.some((pattern) => pattern.negated)
  }
}

/** `[host]:port` and `host:port`; anything else without brackets is a host on port 22. */
function hostAndPort(pattern: string): {host: string; port: string} {
  if (pattern === '') throw invalid('knownhosts: negation without following hostname')
  const [, host, port] = /^\[([^\]]*)\]:([^:]*)$/.exec(pattern) ?? /^([^:[\]]*):([^:[\]]*)$/.exec(pattern) ?? []
  if (host !== undefined && port !== undefined) return {host, port}
  if (!pattern.startsWith('[')) return {host: pattern, port: '22'}
  throw invalid(`address ${pattern}: ${addressFault(pattern)}`)
}

/** What Go's net package says of an address in brackets. */
function addressFault(pattern: string): string {
  const end = pattern.indexOf(']')
  if (!pattern.includes(':')) return 'missing port in address'
  if (end < 0) return "missing ']' in address"
  return pattern[end + 1] === ':' ? 'too many colons in address' : 'missing port in address'
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
