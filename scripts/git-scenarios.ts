import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** A step in the format of the recorded corpus, with `bundle` (a repository out of a git bundle) besides. */
export type ScenarioStep = {do: string; [key: string]: unknown}

export interface GitScenario {
  readonly name: string
  readonly about: string
  readonly steps: readonly ScenarioStep[]
}

const keys = JSON.parse(readFileSync(join(import.meta.dirname, '../test/fixtures/git-scenarios/keys.json'), 'utf8')) as Record<
  string,
  string
>

/** Builds the steps of one scenario; commits get their dates and labels in order. */
class Builder {
  readonly steps: ScenarioStep[] = []
  #seconds = 0
  #commits = 0
  #requests = 0

  constructor(readonly name: string) {
    this.steps.push({do: 'namespace', name})
  }

  url(repo: string): string {
    return `http://<git-server>/${this.name}/${repo}`
  }

  repo(repo: string, branch = 'main'): void {
    this.steps.push({do: 'create-repo', repo, url: this.url(repo), branch})
  }

  bundle(repo: string, file: string): void {
    this.steps.push({do: 'bundle', repo, url: this.url(repo), file})
  }

  commit(repo: string, change: Record<string, unknown>, message = 'change', branch = 'main'): string {
    const as = `<sha:${++this.#commits}>`
    this.steps.push({do: 'commit', repo, branch, message, as, date: this.#date(), ...change})
    return as
  }

  tag(repo: string, tag: string, commit: string, annotated = false): void {
    this.steps.push({do: 'tag', repo, tag, annotated, commit, date: this.#date()})
  }

  git(repo: string, ...args: string[]): void {
    this.steps.push({do: 'git', repo, args})
  }

  source(name: string, spec: Record<string, unknown>, snapshot?: string): void {
    const body = {interval: '1h', url: this.url(name), ref: {branch: 'main'}, ...spec}
    const object = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: {name, namespace: this.name},
      spec: body,
    }
    this.steps.push(
      {do: 'apply', manager: 'recorder', objects: [object]},
      {do: 'wait', object: `GitRepository/${name}`, for: 'settled'},
    )
    if (snapshot) this.snapshot(snapshot)
  }

  secret(name: string, stringData: Record<string, string>): void {
    const object = {apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: this.name}, stringData}
    this.steps.push({do: 'apply', manager: 'recorder', objects: [object]})
  }

  reconcile(name: string, snapshot?: string): void {
    const annotations = {'reconcile.fluxcd.io/requestedAt': `r${++this.#requests}`}
    this.steps.push({
      do: 'patch',
      object: `GitRepository/${name}`,
      type: 'merge',
      manager: 'recorder',
      body: {metadata: {annotations}},
    })
    this.steps.push({do: 'wait', object: `GitRepository/${name}`, for: 'settled'})
    if (snapshot) this.snapshot(snapshot)
  }

  snapshot(name: string): void {
    this.steps.push({do: 'snapshot', name})
  }

  #date(): string {
    return `2026-01-01T00:00:${String(++this.#seconds).padStart(2, '0')}Z`
  }
}

function scenario(name: string, about: string, build: (builder: Builder) => void): GitScenario {
  const builder = new Builder(name)
  build(builder)
  return {name, about, steps: builder.steps}
}

/** What the corpus does not show of GitRepository; recorded from CNCF's source-controller by record-git-scenarios. */
export const GIT_SCENARIOS: readonly GitScenario[] = [
  scenario('own-git-include', 'Includes: paths, changes, and everything that can be wrong with them', (b) => {
    b.repo('lib')
    b.commit(
      'lib',
      {write: {'a.yaml': 'a: 1\n', 'sub/b.yaml': 'b: 1\n', 'sub/.sourceignore': 'c.yaml\n', 'sub/c.yaml': 'c: 1\n'}},
      'lib first',
    )
    b.repo('app')
    b.commit('app', {write: {'app.yaml': 'app: 1\n', 'there/x.yaml': 'x: 1\n'}}, 'app first')
    const include = (...list: Record<string, string>[]) => ({
      include: list.map(({name = 'lib', ...paths}) => ({repository: {name}, ...paths})),
    })
    b.source('app', include({}), 'missing')
    b.source('lib', {}, 'lib')
    b.reconcile('app', 'default-path')
    b.reconcile('app', 'no-change')
    b.source('app', include({fromPath: 'sub', toPath: 'deep/er'}), 'from-to')
    b.commit('lib', {write: {'sub/b.yaml': 'b: 2\n'}}, 'lib second')
    b.reconcile('lib')
    b.reconcile('app', 'lib-changed')
    b.source('app', include({fromPath: 'nowhere', toPath: 'x'}), 'from-missing')
    b.source('app', include({fromPath: 'sub', toPath: 'there'}), 'to-exists')
    b.source('app', include({fromPath: '../../../sub', toPath: '../../up'}), 'outside')
    b.source('app', include({fromPath: 'a.yaml', toPath: 'there/x.yaml'}), 'file-over-file')
    b.source('app', include({toPath: 'one'}, {fromPath: 'sub', toPath: 'one/two'}), 'one-in-the-other')
    b.source('app', {}, 'none')
  }),
  scenario('own-git-sparse', 'Sparse checkout: folders, spelling, prefixes and a folder that is not there', (b) => {
    b.repo('app')
    const write = {
      'root.yaml': 'r\n',
      'apps/a.yaml': 'a\n',
      'apps/deep/b.yaml': 'b\n',
      'apps2/c.yaml': 'c\n',
      'infra/d.yaml': 'd\n',
    }
    b.commit('app', {write}, 'first')
    b.source('app', {sparseCheckout: ['apps/deep']}, 'folder')
    b.source('app', {sparseCheckout: ['./apps/deep']}, 'other-spelling')
    b.source('app', {sparseCheckout: ['apps']}, 'prefix')
    b.source('app', {sparseCheckout: ['infra', 'apps/deep']}, 'two')
    b.source('app', {sparseCheckout: ['apps/deep', 'infra']}, 'order')
    b.source('app', {sparseCheckout: ['nowhere']}, 'missing')
    b.source('app', {sparseCheckout: ['Apps']}, 'case')
    b.source('app', {sparseCheckout: ['root.yaml']}, 'file')
    b.source('app', {}, 'off')
  }),
  scenario('own-git-signatures', 'Signatures of commits and tags, by PGP and ssh keys', (b) => {
    b.bundle('app', 'signed.bundle')
    const verify = (ref: Record<string, string>, mode: string) => ({ref, verify: {mode, secretRef: {name: 'keys'}}})
    const all = Object.fromEntries(['rec.asc', 'ed.sshpub', 'rsa.sshpub', 'ec.sshpub'].map((key) => [key, keys[key]!]))
    b.secret('keys', all)
    b.source('app', verify({branch: 'pgp'}, 'HEAD'), 'pgp-commit')
    b.source('app', verify({branch: 'ssh'}, 'HEAD'), 'ssh-commit')
    b.source('app', verify({branch: 'rsa'}, 'HEAD'), 'rsa-commit')
    b.source('app', verify({branch: 'ec'}, 'HEAD'), 'ecdsa-commit')
    b.source('app', verify({tag: 'v1.0.0'}, 'Tag'), 'pgp-tag')
    b.source('app', verify({tag: 'v1.1.0'}, 'TagAndHEAD'), 'ssh-tag-on-pgp-commit')
    b.source('app', verify({semver: '>=2.0.0 <2.1.0'}, 'TagAndHEAD'), 'pgp-tag-on-ssh-commit')
    b.source('app', verify({name: 'refs/tags/v1.0.0'}, 'Tag'), 'tag-by-name')
    b.reconcile('app', 'no-change')
    b.source('app', verify({tag: 'v2.1.0'}, 'TagAndHEAD'), 'unsigned-tag')
    b.source('app', verify({tag: 'light'}, 'Tag'), 'lightweight-tag')
    b.source('app', verify({tag: 'unsigned-tag'}, 'HEAD'), 'unsigned-commit')
    b.secret('keys', {'ed.sshpub': keys['ed.sshpub']!})
    b.source('app', verify({branch: 'pgp'}, 'HEAD'), 'no-pgp-keys')
    b.secret('keys', {'rec.asc': keys['rec.asc']!})
    b.source('app', verify({branch: 'ssh'}, 'HEAD'), 'no-ssh-keys')
    b.source('app', verify({tag: 'v2.0.0'}, 'TagAndHEAD'), 'tag-right-commit-wrong')
    b.secret('keys', {'other.asc': keys['other.asc']!, 'other.sshpub': keys['other.sshpub']!})
    b.source('app', verify({branch: 'pgp'}, 'HEAD'), 'wrong-pgp-key')
    b.source('app', verify({branch: 'ssh'}, 'HEAD'), 'wrong-ssh-key')
    b.secret('keys', {'bad.asc': 'no key', 'bad.sshpub': 'no key'})
    b.reconcile('app', 'bad-ssh-key')
    b.source('app', {ref: {branch: 'ssh'}}, 'off')
  }),
  scenario('own-git-submodules', 'Nested submodules by relative URL; one that is gone', (b) => {
    b.repo('leaf')
    b.commit('leaf', {write: {'leaf.yaml': 'l\n'}}, 'leaf')
    b.repo('lib')
    b.commit('lib', {write: {'lib.yaml': 'l\n'}}, 'lib')
    b.git('lib', 'submodule', 'add', '-q', 'http://<git-server>/own-git-submodules/leaf', 'sub/leaf')
    b.git('lib', 'config', '-f', '.gitmodules', 'submodule.sub/leaf.url', '../leaf')
    b.commit('lib', {}, 'with leaf')
    b.repo('app')
    b.commit('app', {write: {'app.yaml': 'a\n'}}, 'app')
    b.git('app', 'submodule', 'add', '-q', '--name', 'other-name', 'http://<git-server>/own-git-submodules/lib', 'vendor/lib')
    b.commit('app', {}, 'with lib')
    b.source('app', {recurseSubmodules: true}, 'nested')
    b.commit('lib', {write: {'lib.yaml': 'newer\n'}}, 'lib moves on')
    b.commit('app', {write: {'app.yaml': 'b\n'}}, 'app moves on')
    b.reconcile('app', 'pinned')
    b.git('app', 'config', '-f', '.gitmodules', 'submodule.other-name.url', 'http://<git-server>/own-git-submodules/gone')
    b.commit('app', {}, 'gone')
    b.reconcile('app', 'gone')
  }),
  scenario('own-git-refs', 'Precedence of references and odd ones', (b) => {
    b.repo('app')
    const first = b.commit('app', {write: {'a.txt': '1\n'}}, 'first')
    b.tag('app', 'v1.0.0', first, true)
    b.tag('app', 'v1.0.0+a', first)
    const second = b.commit('app', {write: {'a.txt': '2\n'}}, 'second')
    b.tag('app', 'v1.0.0+b', second, true)
    b.tag('app', 'latest', second)
    const third = b.commit(
      'app',
      {write: {'a.txt': '3\n'}},
      'third with a subject line that goes on for more than fifty characters',
      'feat/x',
    )
    b.source('app', {ref: {branch: 'feat/x'}}, 'slash')
    b.source('app', {ref: {branch: 'main', tag: 'v1.0.0', semver: '*'}}, 'tag-wins')
    b.source('app', {ref: {branch: 'feat/x', semver: '1.x'}}, 'semver-latest-build')
    b.source('app', {ref: {branch: 'feat/x', commit: third}}, 'commit-on-branch')
    b.source('app', {ref: {branch: 'main', commit: third}}, 'commit-on-other-branch')
    b.source('app', {ref: {branch: 'nope', commit: third}}, 'commit-on-no-branch')
    b.source('app', {ref: {name: 'refs/heads/main', commit: first}}, 'commit-and-name')
    b.source('app', {ref: {name: 'refs/tags/v1.0.0^{}'}}, 'peeled-name')
    b.source('app', {ref: {name: 'refs/heads/'}}, 'slash-at-end')
    b.source('app', {ref: {tag: 'latest'}}, 'latest')
    b.git('app', 'tag', '-f', 'latest', first)
    b.git('app', 'push', '-q', '-f', 'origin', 'latest')
    b.reconcile('app', 'tag-moved')
    b.source('app', {ref: {commit: 'abc'}}, 'short-commit')
    b.source('app', {ref: {semver: ''}}, 'empty-semver')
  }),
  scenario('own-git-http', 'What http servers say that is no git', (b) => {
    b.repo('app')
    b.commit('app', {write: {'a.txt': '1\n'}}, 'first')
    b.source('app', {url: b.url('err500/app')}, 'status-500')
    b.source('app', {url: b.url('err403/app')}, 'status-403')
    b.source('app', {url: b.url('html/app')}, 'page')
    b.source('app', {url: b.url('redirect/app')}, 'redirect')
    b.source('app', {url: b.url('app'), proxySecretRef: {name: 'proxy'}}, 'no-proxy-secret')
    b.secret('proxy', {username: 'u'})
    b.reconcile('app', 'no-address')
    b.secret('proxy', {address: 'ftp://x'})
    b.reconcile('app', 'proxy-scheme')
    b.source('app', {url: b.url('app'), provider: 'github'}, 'github-without-secret')
    b.secret('app', {githubAppID: '1', githubAppPrivateKey: 'x'})
    b.source('app', {url: b.url('app'), secretRef: {name: 'app'}}, 'app-without-provider')
    b.secret('basic', {username: 'u', password: 'p'})
    b.source('app', {url: b.url('app'), provider: 'github', secretRef: {name: 'basic'}}, 'github-without-app')
    b.source('app', {}, 'good')
  }),
  scenario('own-git-broken', 'Servers that hang or break off', (b) => {
    b.source('app', {url: b.url('hang/app'), timeout: '1s'}, 'hang')
    b.source('app', {url: b.url('cut-refs/app')}, 'cut-in-references')
    b.source('app', {url: b.url('cut-pack/app')}, 'cut-in-pack')
  }),
  scenario('own-git-urls', 'URLs that Go does not parse, and ones that it does', (b) => {
    const urls = [
      ...['http://[::1/app', 'http://127.0.0.1:port/app', 'http://127.0.0.1:1/%zz', 'http://%zz/app', 'http://a^b/app'],
      ...['http://us er@127.0.0.1:1/app', 'http://127.0.0.1:1:2/app', 'http://127.0.0.1:1/a b'],
    ]
    for (const [index, url] of urls.entries()) b.source('app', {url}, `url-${index}`)
  }),
  scenario('own-git-odd', 'Odd contents and names', (b) => {
    b.repo('app')
    b.commit(
      'app',
      {write: {'a.txt': 'a\n', 'b.md': 'b\n', rules: '*.md\n'}, links: {'.sourceignore': 'rules'}},
      'linked ignore file',
    )
    b.source('app', {}, 'linked-ignore')
    b.commit(
      'app',
      {remove: ['.sourceignore'], write: {'sub/.sourceignore': '!keep.md\n*.txt\n', 'sub/x.txt': 'x\n', 'sub/keep.md': 'k\n'}},
      ' ',
    )
    b.reconcile('app', 'nested-ignore')
    b.commit('app', {modes: {'a.txt': '0o755'}}, 'mode only')
    b.reconcile('app', 'mode')
    b.commit('app', {remove: ['sub'], write: {sub: 'now a file\n', '.sourceignore/x': 'a folder\n'}}, 'file for folder')
    b.reconcile('app', 'folder-to-file')
    const last = b.commit(
      'app',
      {write: {'ü/ö.yaml': 'x\n', 'with space/ and "quotes"': 'x\n'}},
      'Ümläute: a subject of more than fifty characters, cut by runes',
    )
    b.tag('app', 'release/v1.0.0', last, true)
    b.source('app', {ref: {tag: 'release/v1.0.0'}}, 'tag-with-slash')
    b.source('app', {ref: {semver: '1.x'}}, 'semver-with-slash')
  }),
  scenario('own-git-tls', 'Certificates', (b) => {
    b.repo('app')
    b.commit('app', {write: {'a.txt': '1\n'}}, 'first')
    const url = 'https://<tls-server>/own-git-tls/app'
    const secretRef = {name: 'tls'}
    b.source('app', {url}, 'unknown-authority')
    b.secret('tls', {'ca.crt': keys['ca.crt']!})
    b.source('app', {url, secretRef}, 'ca')
    b.secret('tls', {'ca.crt': keys['other-ca.crt']!, caFile: keys['ca.crt']!})
    b.reconcile('app', 'other-ca')
    b.secret('tls', {caFile: keys['ca.crt']!})
    b.reconcile('app', 'legacy-key')
    b.secret('tls', {'ca.crt': keys['ca.crt']!, 'tls.crt': keys['client.crt']!, 'tls.key': 'no key'})
    b.reconcile('app', 'bad-client-key')
    b.secret('tls', {'ca.crt': keys['ca.crt']!, 'tls.crt': keys['client.crt']!, 'tls.key': keys['client.key']!})
    b.reconcile('app', 'client-certificate')
  }),
  scenario('own-git-ssh', 'Identities and host keys', (b) => {
    b.repo('app')
    b.commit('app', {write: {'a.txt': '1\n'}}, 'first')
    const known = `[127.0.0.1]:<ssh-port> ${keys['host.pub']!.split(' ').slice(0, 2).join(' ')}`
    const spec = {url: 'ssh://git@<ssh-server>/own-git-ssh/app', secretRef: {name: 'ssh'}}
    b.secret('ssh', {identity: keys['stranger.key']!, known_hosts: known})
    b.source('app', spec, 'stranger')
    b.secret('ssh', {identity: keys['user.key']!, known_hosts: `example.com ${keys['host.pub']!}`})
    b.reconcile('app', 'unknown-host')
    b.secret('ssh', {identity: keys['user.key']!, known_hosts: known.replace(/ssh-ed25519 .*/, keys['other-host.pub']!)})
    b.reconcile('app', 'other-host-key')
    b.secret('ssh', {identity: keys['locked.key']!, known_hosts: known})
    b.reconcile('app', 'no-passphrase')
    b.secret('ssh', {identity: keys['locked.key']!, known_hosts: known, password: 'wrong'})
    b.reconcile('app', 'wrong-passphrase')
    b.secret('ssh', {identity: 'no key', known_hosts: known})
    b.reconcile('app', 'no-key')
    b.secret('ssh', {identity: keys['user.key']!, known_hosts: 'no host'})
    b.reconcile('app', 'bad-known-hosts')
    b.secret('ssh', {identity: keys['locked.key']!, known_hosts: known, password: 'open'})
    b.reconcile('app', 'right')
    b.source('app', {...spec, url: 'ssh://git@<ssh-server>/own-git-ssh/nothing'}, 'missing-repository')
    b.source('app', {...spec, url: 'ssh://git@127.0.0.1:1/app'}, 'refused')
    b.source('app', {...spec, url: 'ssh://<ssh-server>/own-git-ssh/app', ref: {branch: 'nope'}}, 'missing-branch')
  }),
  scenario('own-git-github-app', 'Tokens of a GitHub App', (b) => {
    b.repo('tokened/app')
    b.commit('tokened/app', {write: {'a.txt': '1\n'}}, 'first')
    const app = {githubAppID: '42', githubAppPrivateKey: keys['client.key']!, githubAppBaseURL: b.url('github-api')}
    const spec = {url: b.url('tokened/app'), provider: 'github', secretRef: {name: 'app'}}
    b.secret('app', {...app, githubAppInstallationID: '7'})
    b.source('app', spec, 'by-id')
    b.secret('app', {...app, githubAppInstallationOwner: 'dev'})
    b.reconcile('app', 'by-owner')
    b.secret('app', {...app, githubAppInstallationID: '8'})
    b.reconcile('app', 'unknown-installation')
    b.secret('app', {...app, githubAppInstallationOwner: 'nobody'})
    b.reconcile('app', 'unknown-owner')
    b.secret('app', {...app, githubAppInstallationID: '7', githubAppInstallationOwner: 'dev'})
    b.reconcile('app', 'both')
    b.secret('app', {...app, githubAppPrivateKey: 'no key', githubAppInstallationID: '7'})
    b.reconcile('app', 'bad-key')
    b.secret('app', {...app, githubAppID: 'x', githubAppInstallationID: '7'})
    b.reconcile('app', 'bad-id')
  }),
]
