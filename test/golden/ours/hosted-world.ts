import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'vitest'
import {GitRepos} from '../../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../../fakes/git-ssh.js'
import {type HostApi, type HostServer, startHost} from '../../fakes/githosts/host-server.js'
import {removeFolder} from '../../fakes/remove-folder.js'
import {sshKeyPair} from '../../fakes/ssh-keys.js'
import {type FollowedLogin, followGit} from './follow-git.js'
import {type Flux, openFlux} from './open-flux.js'

export const TOKEN = 'canary-t0ken'
const COMPONENTS = '--components=source-controller,kustomize-controller'

export interface HostedWorld {
  readonly flux: Flux
  readonly host: HostServer
  readonly repos: GitRepos
  /** Runs one bootstrap; the token is not in its output, and the host was asked for nothing unexpected. */
  run(
    flags: string,
    env?: Record<string, string>,
    more?: {readonly stdin?: string; readonly signal?: AbortSignal},
  ): Promise<{exit: number; stdout: string; lines: string[]}>
  secret(): Promise<Record<string, string>>
  /** What source-controller says of its login, until somebody asks it to try again. */
  readonly login: FollowedLogin
  /** From now on the repository takes no pushes, as a protected branch; `false`: it does. */
  protect(on: boolean): void
  close(): Promise<void>
}

/** A cluster, a Git host and its SSH server. */
export async function hostedWorld(options: {
  readonly command: string
  readonly variable: string
  readonly prefix: string
  /** as it is under `/` */
  readonly repository: string
  readonly user: string
  api(make: (path: string) => Promise<void>): HostApi
}): Promise<HostedWorld> {
  const flux = await openFlux(['namespaces.yaml'], {kubelet: true, virtual: false})
  const repos = new GitRepos(mkdtempSync(join(tmpdir(), 'hosted-')))
  const key = sshKeyPair('ed25519')
  const ssh: GitSsh = await startGitSsh({hostKeys: [key.private], root: repos.served})
  const host = await startHost({
    root: repos.served,
    prefix: options.prefix,
    api: options.api((path) => repos.create(path)),
    allow: (_, authorization) => authorization === `Basic ${btoa(`${options.user}:${TOKEN}`)}`,
  })
  writeFileSync(join(flux.dir, 'ca.pem'), host.ca)
  const head = join(repos.served, options.repository, 'refs/heads/main')
  const login: FollowedLogin = {}
  const stop = followGit(flux.kube, () => (existsSync(head) ? readFileSync(head, 'utf8').trim() : ''), login)
  const refs = {[host.host]: '<host>', [ssh.host]: '<ssh>'}
  return {
    ...{flux, host, repos, login},
    async run(flags, env = {[options.variable]: TOKEN}, more = {}) {
      const hostname = flags.includes('--hostname') ? '' : ` --hostname=${host.host}`
      const line = `bootstrap ${options.command} ${COMPONENTS} --ca-file=ca.pem --ssh-hostname=${ssh.host}${hostname} --path=clusters/prod ${flags}`
      const {exit, stdout, stderr} = await flux.run(line.trim(), {
        env,
        ...('stdin' in more ? {stdin: more.stdin} : {}),
        ...(more.signal ? {signal: more.signal} : {}),
      })
      expect(host.unexpected).toEqual([])
      expect(stdout + stderr).not.toContain(TOKEN)
      expect(stderr).not.toContain('PRIVATE KEY')
      let text = stderr.replace(/\b[0-9a-f]{40}\b/g, '<sha>').replace(/(public key: \S+) .*/, '$1')
      for (const [from, to] of Object.entries(refs)) text = text.replaceAll(from, to)
      return {exit, stdout, lines: text.trimEnd().split('\n')}
    },
    async secret() {
      const secret = await flux.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
      const data = Object.entries(secret.data as Record<string, string>)
      return Object.fromEntries(data.map(([name, text]) => [name, atob(text)]))
    },
    protect(on) {
      const hook = join(repos.served, options.repository, 'hooks/pre-receive')
      if (on) writeFileSync(hook, '#!/bin/sh\necho "main is protected" >&2\nexit 1\n', {mode: 0o755})
      else rmSync(hook)
    },
    async close() {
      await stop()
      await flux.close()
      await host.close()
      await ssh.close()
      await removeFolder(repos.root)
    },
  }
}
