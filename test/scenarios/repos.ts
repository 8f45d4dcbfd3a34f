import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type GitHttp, startGitHttp} from '../fakes/git-http.js'
import {GitRepos} from '../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../fakes/git-ssh.js'
import {sshKeyPair} from '../fakes/ssh-keys.js'
import type {Bindings} from './bindings.js'
import type {CommitStep, Scenario, Step} from './format.js'

/** What the recorder's git server let in below `/private/`. */
const ACCOUNT = `Basic ${Buffer.from('dev:s3cret').toString('base64')}`

/** The repositories of one scenario with the servers in front of them. */
export interface Repos {
  readonly http: GitHttp
  readonly ssh: GitSsh | undefined
  /** Text of `<an ed25519 key the server accepts>` and `<the known_hosts line of: ...>`. */
  secret(placeholder: string): string | undefined
  create(step: Extract<Step, {do: 'create-repo'}>): Promise<void>
  /** `unpushed`: the branch on the server stays where it is. */
  commit(step: CommitStep, unpushed: boolean): Promise<void>
  tag(step: Extract<Step, {do: 'tag'}>): Promise<void>
  git(step: Extract<Step, {do: 'git'}>): Promise<void>
  /** False once a commit came out with another id than was recorded: its files name a server. */
  sameCommits(): boolean
  close(): Promise<void>
}

export async function startRepos(scenario: Scenario, root: string, bindings: Bindings): Promise<Repos> {
  const repos = new GitRepos(root)
  mkdirSync(repos.served, {recursive: true})
  const http = await startGitHttp({
    root: repos.served,
    allow: (path, authorization) => !path.includes('/private/') || authorization === ACCOUNT,
  })
  bindings.set('<git-server>', http.host)
  bindings.set('<work>', root)
  const text = JSON.stringify(scenario.steps)
  const keys = text.includes('<ssh-server>') ? sshKeys(text) : undefined
  // Paths of ssh URLs are absolute: the server adds nothing before them.
  const ssh = keys
    ? await startGitSsh({hostKeys: [keys.host.pem], authorized: [...keys.clients.values()].map((key) => key.public), root: ''})
    : undefined
  if (ssh) bindings.set('<ssh-server>', ssh.host)
  const paths = new Map<string, string>()
  let same = true
  const pathOf = (repo: string) => paths.get(repo) ?? `${scenario.name}/${repo}`

  return {
    http,
    ssh,
    secret(placeholder) {
      if (!keys || !ssh) return undefined
      const type = ACCEPTED_KEY.exec(placeholder)?.[1]
      if (type !== undefined) return keys.clients.get(type)?.pem
      const line = (key: string) => `[127.0.0.1]:${ssh.port} ${key}\n`
      if (placeholder === '<the known_hosts line of: this server>') return line(keys.host.public)
      if (placeholder === '<the known_hosts line of: another key>') return line(keys.other.public)
      return undefined
    },
    async create({repo, url, branch}) {
      const path = new URL(bindings.fill(url)).pathname.slice(1)
      paths.set(repo, path)
      await repos.create(path, branch)
    },
    async commit(step, unpushed) {
      const before = unpushed ? await repos.git(pathOf(step.repo), ['rev-parse', `origin/${step.branch}`]) : undefined
      const files = step.files === undefined ? undefined : filled(join(scenario.folder, step.files), root, bindings)
      const sha = await repos.commit(pathOf(step.repo), {
        branch: step.branch,
        message: step.message,
        date: step.date,
        ...(files === undefined ? {} : {files}),
        write: bindings.fillAll(step.write ?? {}),
        remove: step.remove ?? [],
        modes: step.modes ?? {},
        links: step.links ?? {},
      })
      bindings.set(step.as, sha)
      same &&= sha === step.sha
      const back = `${before}:refs/heads/${step.branch}`
      if (before) await repos.git(pathOf(step.repo), ['push', '-q', '-f', 'origin', back])
    },
    async tag({repo, tag, annotated, commit, date}) {
      await repos.tag(pathOf(repo), tag, {annotated, commit: bindings.fill(commit), date})
    },
    async git({repo, args}) {
      await repos.git(
        pathOf(repo),
        args.map((arg) => bindings.fill(arg)),
      )
    },
    sameCommits: () => same,
    async close() {
      await http.close()
      await ssh?.close()
    },
  }
}

/** The folder itself, or a copy in which placeholders of servers are filled in. */
function filled(folder: string, root: string, bindings: Bindings): string {
  if (!existsSync(folder)) return folder
  const names = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile())
  const paths = names.map((entry) => join(entry.parentPath, entry.name))
  const named = paths.filter((path) => readFileSync(path, 'latin1').includes('-server>'))
  if (named.length === 0) return folder
  const copy = join(root, 'filled', String(Math.abs(hash(folder))))
  cpSync(folder, copy, {recursive: true})
  for (const path of named) writeFileSync(copy + path.slice(folder.length), bindings.fill(readFileSync(path, 'utf8')))
  return copy
}

function hash(text: string): number {
  let value = 0
  for (const char of text) value = (value * 31 + char.charCodeAt(0)) | 0
  return value
}

/** What steps call keys that the ssh server lets in. */
const ACCEPTED_KEY = /^<an? (ed25519|ecdsa|rsa) key the server accepts>$/

interface Key {
  readonly pem: string
  readonly public: string
}

function makeKey(type: 'ed25519' | 'ecdsa' | 'rsa'): Key {
  const pair = sshKeyPair(type)
  return {pem: pair.private, public: pair.public.trim()}
}

/** Host keys, and a client key of each type that the scenario asks for. */
function sshKeys(text: string) {
  const types = new Set([...text.matchAll(/<an? (ed25519|ecdsa|rsa) key the server accepts>/g)].map((match) => match[1]!))
  const clients = new Map([...types].map((type) => [type, makeKey(type as 'ed25519' | 'ecdsa' | 'rsa')]))
  return {host: makeKey('ed25519'), other: makeKey('ed25519'), clients}
}
