import {execFile} from 'node:child_process'
import {chmod, cp, mkdir, rm, symlink, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'

const run = promisify(execFile)

export interface CommitSpec {
  readonly branch: string
  readonly message: string
  /** ISO time of author and committer */
  readonly date?: string
  /** folder whose contents are copied in */
  readonly files?: string
  readonly write?: Readonly<Record<string, string | {base64: string}>>
  readonly remove?: readonly string[]
  readonly modes?: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  /** false: only in the work tree */
  readonly push?: boolean
  /** further arguments of `git commit`, e.g. `-S` */
  readonly args?: readonly string[]
}

/** Bare repositories and a work tree for each, made by the real git with no configuration of the machine's. */
export class GitRepos {
  readonly #env: NodeJS.ProcessEnv
  /** what is checked out in each work tree */
  readonly #branches = new Map<string, string>()

  /** `root` must exist; repositories go to `root/git`, work trees to `root/work`. */
  constructor(
    readonly root: string,
    identity = {name: 'Rec', email: 'rec@example.com'},
    env: NodeJS.ProcessEnv = {},
  ) {
    this.#env = {
      PATH: process.env.PATH,
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
      ...env,
    }
  }

  /** Folder with the bare repositories: what a server serves. */
  get served(): string {
    return join(this.root, 'git')
  }

  workTree(path: string): string {
    return join(this.root, 'work', path)
  }

  /** A bare repository `path` and an empty work tree with it as `origin`. */
  async create(path: string, branch = 'main'): Promise<void> {
    const bare = join(this.served, path)
    await mkdir(bare, {recursive: true})
    await mkdir(this.workTree(path), {recursive: true})
    await this.#git(bare, ['init', '-q', '--bare', '-b', branch])
    await this.#git(this.workTree(path), ['init', '-q', '-b', branch])
    await this.git(path, ['remote', 'add', 'origin', bare])
    this.#branches.set(path, branch)
  }

  /** A bare repository with everything that a git bundle holds, and no work tree. */
  async fromBundle(path: string, bundle: string): Promise<void> {
    await mkdir(join(this.served, path, '..'), {recursive: true})
    await this.#git(this.served, ['clone', '-q', '--mirror', bundle, join(this.served, path)])
  }

  /** Commits to a branch, pushes it, and returns the commit's id. */
  async commit(path: string, spec: CommitSpec): Promise<string> {
    const folder = this.workTree(path)
    if (this.#branches.get(path) !== spec.branch) {
      await this.git(path, ['checkout', '-q', spec.branch]).catch(() => this.git(path, ['checkout', '-q', '-b', spec.branch]))
    }
    this.#branches.set(path, spec.branch)
    if (spec.files) await cp(spec.files, folder, {recursive: true, force: true}).catch(() => {})
    for (const [name, content] of Object.entries(spec.write ?? {})) {
      const bytes = typeof content === 'string' ? content : Buffer.from(content.base64, 'base64')
      await mkdir(dirname(join(folder, name)), {recursive: true})
      await rm(join(folder, name), {recursive: true, force: true})
      await writeFile(join(folder, name), bytes)
    }
    for (const name of spec.remove ?? []) await rm(join(folder, name), {recursive: true, force: true})
    for (const [name, target] of Object.entries(spec.links ?? {})) {
      await mkdir(dirname(join(folder, name)), {recursive: true})
      await symlink(target, join(folder, name))
    }
    for (const [name, mode] of Object.entries(spec.modes ?? {})) await chmod(join(folder, name), Number(mode))
    await this.git(path, ['add', '-A'])
    const dates = spec.date ? {GIT_AUTHOR_DATE: spec.date, GIT_COMMITTER_DATE: spec.date} : {}
    await this.git(
      path,
      ['commit', '-q', '--allow-empty', '--allow-empty-message', '-m', spec.message, ...(spec.args ?? [])],
      dates,
    )
    if (spec.push !== false) await this.git(path, ['push', '-q', '-f', 'origin', spec.branch])
    return this.git(path, ['rev-parse', 'HEAD'])
  }

  async tag(
    path: string,
    tag: string,
    options: {annotated: boolean; commit: string; date?: string; args?: readonly string[]},
  ): Promise<void> {
    const flags = options.annotated ? (options.args ?? ['-a', '-m', tag]) : []
    await this.git(path, ['tag', ...flags, tag, options.commit], options.date ? {GIT_COMMITTER_DATE: options.date} : {})
    await this.git(path, ['push', '-q', 'origin', `refs/tags/${tag}`])
  }

  /** Runs git in the repository that is served. */
  gitServed(path: string, args: readonly string[]): Promise<string> {
    return this.#git(join(this.served, path), args)
  }

  /** Runs git in a repository's work tree; returns what it prints. */
  git(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    if (args[0] === 'checkout' || args[0] === 'switch') this.#branches.delete(path)
    return this.#git(this.workTree(path), args, env)
  }

  async #git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const settings = ['-c', 'protocol.file.allow=always', '-c', 'safe.directory=*', '-c', 'gc.auto=0']
    const {stdout} = await run('git', [...settings, ...args], {cwd: folder, env: {...this.#env, ...env}})
    return stdout.trim()
  }
}
