import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {FluxError} from '../../../src/lib/errors/flux-error.js'
import {type GitHttp, startGitHttp} from '../../fakes/git-http.js'
import {GitRepos} from '../../fakes/git-repo.js'
import {type GitSsh, startGitSsh} from '../../fakes/git-ssh.js'
import {removeFolder} from '../../fakes/remove-folder.js'
import {sshKeyPair} from '../../fakes/ssh-keys.js'
import {followGit} from './follow-git.js'
import {type Flux, openFlux} from './open-flux.js'

const TOKEN = 'canary-t0ken'
/** few, for speed */
const COMPONENTS = '--components=source-controller,kustomize-controller'

describe('flux bootstrap git', () => {
  const root = () => mkdtempSync(join(tmpdir(), 'bootstrap-'))
  let flux: Flux
  let repos: GitRepos
  let http: GitHttp
  let ssh: GitSsh | undefined
  let stop: (() => Promise<void>) | undefined
  /** called before each push is answered */
  let beforePush: (() => void) | undefined

  beforeEach(async () => {
    flux = await openFlux(['namespaces.yaml'], {kubelet: true, virtual: false})
    repos = new GitRepos(root())
    await repos.create('fleet')
    http = await startGitHttp({
      root: repos.served,
      allow: (path, authorization) => {
        if (path.endsWith('/git-receive-pack')) beforePush?.()
        return authorization === `Basic ${btoa(`git:${TOKEN}`)}`
      },
    })
    stop = followGit(flux.kube, () => readFileSync(join(repos.served, 'fleet/refs/heads/main'), 'utf8').trim())
  })
  afterEach(async () => {
    beforePush = undefined
    await stop?.()
    await flux.close()
    await http.close()
    await ssh?.close()
    ssh = undefined
    await removeFolder(repos.root)
  })

  const bootstrap = (flags = '', signal?: AbortSignal) =>
    flux.run(
      `bootstrap git --url=${http.url}/fleet --allow-insecure-http --token-auth --path=clusters/prod --author-email=f@example.com ${COMPONENTS} ${flags}`.trim(),
      {env: {GIT_PASSWORD: TOKEN}, ...(signal ? {signal} : {})},
    )
  const served = (...args: string[]) => repos.gitServed('fleet', args)
  const lines = ({stderr}: {stderr: string}) =>
    stderr
      .replaceAll(http.url, '<git>')
      .replace(/[0-9a-f]{40}/g, '<sha>')
      .trimEnd()
      .split('\n')
  const file = (path: string) => served('show', `main:clusters/prod/flux-system/${path}`)

  it('fills an empty repository, installs, and changes nothing the second time', async () => {
    const first = await bootstrap('--commit-message-appendix=[ci]')
    expect(lines(first)).toEqual([
      '► cloning branch "main" from Git repository "<git>/fleet"',
      '✔ cloned repository',
      '► generating component manifests',
      '✔ generated component manifests',
      '✔ committed component manifests to "main" ("<sha>")',
      '► pushing component manifests to "<git>/fleet"',
      '► installing components in "flux-system" namespace',
      '✔ installed components',
      '✔ reconciled components',
      '► determining if source secret "flux-system/flux-system" exists',
      '► generating source secret',
      '► applying source secret "flux-system/flux-system"',
      '✔ reconciled source secret',
      '► generating sync manifests',
      '✔ generated sync manifests',
      '✔ committed sync manifests to "main" ("<sha>")',
      '► pushing sync manifests to "<git>/fleet"',
      '► applying sync manifests',
      '✔ reconciled sync configuration',
      '◎ waiting for GitRepository "flux-system/flux-system" to be reconciled',
      '✔ GitRepository reconciled successfully',
      '◎ waiting for Kustomization "flux-system/flux-system" to be reconciled',
      '✔ Kustomization reconciled successfully',
      '► confirming components are healthy',
      ...['kustomize', 'source'].map((name) => `✔ ${name}-controller: deployment ready`),
      '✔ all components are healthy',
    ])
    expect({exit: first.exit, stdout: first.stdout}).toEqual({exit: 0, stdout: ''})
    expect(await served('log', '--format=%an <%ae> %B')).toBe(
      'Flux <f@example.com> Add Flux sync manifests\n\n[ci]\nFlux <f@example.com> Add Flux v2.9.5 component manifests\n\n[ci]',
    )
    expect(await file('kustomization.yaml')).toBe(
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- gotk-components.yaml\n- gotk-sync.yaml',
    )
    expect(await file('gotk-components.yaml')).toBe((await flux.run(`install --export ${COMPONENTS}`)).stdout.trimEnd())
    const sync = await file('gotk-sync.yaml')
    expect(sync).toContain('  path: ./clusters/prod\n')
    const secret = await flux.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    expect(secret.data).toEqual({username: btoa('git'), password: btoa(TOKEN)})

    const head = await served('rev-parse', 'main')
    const second = await bootstrap()
    expect(second.exit).toBe(0)
    expect(lines(second).filter((line) => /up to date|committed|installing/.test(line))).toEqual([
      '✔ component manifests are up to date',
      '✔ sync manifests are up to date',
    ])
    expect(await served('rev-parse', 'main')).toBe(head)
    // no secret in what is said or committed
    for (const {stdout, stderr} of [first, second]) expect(stdout + stderr).not.toContain(TOKEN)
    expect(await served('grep', '-l', TOKEN, 'main').catch(() => '')).toBe('')
  })

  it('keeps what the user patched, obeys it from the start, and commits only what changes', async () => {
    const patch = '- {op: add, path: /spec/template/spec/containers/0/args/-, value: --no-cross-namespace-refs=true}'
    const own = `resources: [gotk-components.yaml, gotk-sync.yaml]\npatches:\n- target: {kind: Deployment, name: (kustomize|helm)-controller}\n  patch: '${patch}'\n`
    const write = {
      'clusters/prod/flux-system/kustomization.yaml': own,
      'clusters/prod/flux-system/gotk-sync.yaml': '# to come\n',
      'apps/web.yaml': 'a: 1\n',
    }
    await repos.commit('fleet', {branch: 'main', message: 'patches', write})
    expect((await bootstrap()).exit).toBe(0)
    const ref = {apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'flux-system', name: 'kustomize-controller'}
    expect(JSON.stringify((await flux.kube.get(ref)).spec)).toContain('"--no-cross-namespace-refs=true"')
    expect(`${await file('kustomization.yaml')}\n`).toBe(own)
    expect(await served('show', 'main:apps/web.yaml')).toBe('a: 1')

    const more = await bootstrap('--components-extra=source-watcher')
    expect(lines(more)).toContain('✔ sync manifests are up to date')
    expect(await served('diff', '--name-only', 'main~1', 'main')).toBe('clusters/prod/flux-system/gotk-components.yaml')
    expect(`${await file('kustomization.yaml')}\n`).toBe(own)
  })

  it('says which patches have a slip in their target, and so does check, which reads them from Git', async () => {
    const patch = `  patch: '- {op: add, path: /spec/template/spec/containers/0/args/-, value: --no-remote-bases=true}'`
    const targets = [
      '{kind: Deployment, name: (kustomize-controler|helm-controler)}',
      '{kind: Deployment, name: kustomise-controller}',
      '{kind: Deployment, labelSelector: app.kubernetes.io/part-of=flx}',
      '{kind: Deployment, labelSelector: app.kubernetes.io/part-of=flux}',
      '{kind: Deployment, name: (kustomize|helm|notification|image-reflector)-controller}',
    ]
    const own = `resources: [gotk-components.yaml, gotk-sync.yaml]\npatches:\n${targets.map((target) => `- target: ${target}\n${patch}\n`).join('')}`
    const write = {
      'clusters/prod/flux-system/kustomization.yaml': own,
      'clusters/prod/flux-system/gotk-sync.yaml': '# to come\n',
      // no part of Flux: a base for many may have patches to spare
      'clusters/prod/apps/kustomization.yaml': `resources: []\npatches:\n- target: {kind: Service}\n${patch}\n`,
    }
    await repos.commit('fleet', {branch: 'main', message: 'patches', write})
    const place = 'clusters/prod/flux-system/kustomization.yaml'
    const slips = [
      `${place}:3 has a patch whose target matches nothing: kind=Deployment name=(kustomize-controler|helm-controler)`,
      `${place}:5 has a patch whose target matches nothing: kind=Deployment name=kustomise-controller`,
      `${place}:7 has a patch whose target matches nothing: kind=Deployment labelSelector=app.kubernetes.io/part-of=flx`,
    ]
    const first = await bootstrap()
    expect(first.exit).toBe(0)
    expect(lines(first).filter((line) => line.startsWith('⚠️'))).toEqual(slips.map((text) => `⚠️ ${text}`))

    const seen = (result: {stderr: string}) => lines(result).filter((line) => /^⚠️|not looked at/.test(line))
    const check = await flux.run('check')
    expect(check.exit).toBe(0)
    expect(seen(check)).toEqual(slips.map((text) => `⚠️ GitRepository/flux-system/flux-system: ${text}`))

    // a kustomization above takes part as well
    await repos.git('fleet', ['pull', '-q', 'origin', 'main'])
    const above = `resources: [flux-system, apps]\npatches:\n- target: {kind: Deployment, name: nobody}\n${patch}\n`
    const mended = 'resources: [gotk-components.yaml, gotk-sync.yaml]\n'
    await repos.commit('fleet', {
      ...{branch: 'main', message: 'mended'},
      write: {[place]: mended, 'clusters/prod/kustomization.yaml': above},
    })
    expect(seen(await flux.run('check'))).toEqual([
      '⚠️ GitRepository/flux-system/flux-system: clusters/prod/kustomization.yaml:3 has a patch whose target matches nothing: kind=Deployment name=nobody',
    ])

    // what cannot be reached fails nothing, and is said to those who ask for more
    await http.close()
    const blind = await flux.run('check')
    expect({exit: blind.exit, seen: seen(blind)}).toEqual({exit: 0, seen: []})
    const [told = ''] = seen(await flux.run('check --verbose'))
    expect(told).toContain('► not looked at: the patches in Git of GitRepository/flux-system/flux-system: ')
    expect(told).not.toContain(TOKEN)
    const json = (await flux.run('check -o json')).stdout.replaceAll(http.url, '<git>')
    expect(JSON.parse(json)).toMatchObject({
      passed: true,
      warnings: [],
      unseen: [told.slice(17)],
    })
  })

  it('begins anew when somebody pushes between its clone and its push', async () => {
    await bootstrap()
    let pushes = 0
    beforePush = () => {
      // the second push is the one of the sync: the first request of a push asks for references
      pushes += 1
      if (pushes === 1) writeFileSync(join(repos.served, 'fleet/refs/heads/main'), `${other}\n`)
    }
    await repos.git('fleet', ['pull', '-q', 'origin', 'main'])
    await repos.commit('fleet', {branch: 'main', message: 'theirs', write: {'theirs.yaml': 'a: 1\n'}, push: false})
    const other = await repos.git('fleet', ['rev-parse', 'HEAD'])
    await repos.git('fleet', ['push', '-q', 'origin', 'main:refs/heads/later'])
    const result = await bootstrap('--branch=main --interval=2m')
    expect(lines(result)).toContain('◎ git conflict detected, retrying with a fresh clone')
    expect(result.exit).toBe(0)
    expect(await served('show', 'main:theirs.yaml')).toBe('a: 1')
    expect(await file('gotk-sync.yaml')).toContain('interval: 2m0s')
  })

  it('ends with 130 when somebody ends it during a push', async () => {
    for (const flags of ['', '--interval=2m']) {
      const stopping = new AbortController()
      beforePush = () => stopping.abort(new FluxError('interrupted', 'interrupted', {exitCode: 130}))
      const cut = await bootstrap(flags, stopping.signal)
      expect(cut.exit).toBe(130)
      expect(lines(cut).at(-1)).toBe(`► pushing ${flags === '' ? 'component' : 'sync'} manifests to "<git>/fleet"`)
      beforePush = undefined
      if (flags === '') await bootstrap()
    }
  })

  it('pushes over ssh with the key of a file, which the cluster gets, too', async () => {
    const [key, host] = [sshKeyPair('ed25519'), sshKeyPair('ed25519')]
    ssh = await startGitSsh({hostKeys: [host.private], authorized: [key.public], root: repos.served})
    writeFileSync(join(flux.dir, 'id'), key.private)
    const line = `bootstrap git --url=ssh://git@${ssh.host}/fleet --private-key-file=id --path=clusters/prod --silent ${COMPONENTS}`
    const result = await flux.run(line)
    expect(result.stderr).toContain(`✔ public key: ${key.public.split(' ').slice(0, 2).join(' ')}\n`)
    expect(result.exit).toBe(0)
    expect(result.stderr).not.toContain('PRIVATE KEY')
    const secret = await flux.kube.get({apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'flux-system'})
    const data = Object.fromEntries(
      Object.entries(secret.data as Record<string, string>).map(([name, text]) => [name, atob(text)]),
    )
    expect(data['identity']).toBe(key.private)
    expect(data['known_hosts']).toContain(host.public.split(' ').slice(0, 2).join(' '))
    expect(await file('gotk-sync.yaml')).toContain(`url: ssh://git@${ssh.host}/fleet`)
    // with the key of the Secret, too
    const check = await flux.run('check --verbose')
    expect(check.exit).toBe(0)
    expect(check.stderr).not.toContain('not looked at')
  })

  it('signs its commits with an SSH key or a GPG key, and finds out early when it cannot', async () => {
    const key = sshKeyPair('ed25519', 'canary-passphrase')
    writeFileSync(join(flux.dir, 'signing'), key.private)
    const wrong = await bootstrap('--ssh-signing-key-file=signing --ssh-signing-password=no')
    expect(lines(wrong)).toEqual([
      '✗ invalid SSH signing key: could not parse SSH signing key: x509: decryption password incorrect',
    ])
    const signed = await bootstrap('--ssh-signing-key-file=signing --ssh-signing-password=canary-passphrase')
    expect(signed.exit).toBe(0)
    expect(signed.stdout + signed.stderr).not.toContain('canary-passphrase')
    const allowed = join(repos.root, 'allowed')
    writeFileSync(allowed, `f@example.com ${key.public}\n`)
    const status = '--format=%G? %GS %s'
    expect(await served('-c', `gpg.ssh.allowedSignersFile=${allowed}`, 'log', status)).toBe(
      'G f@example.com Add Flux sync manifests\nG f@example.com Add Flux v2.9.5 component manifests',
    )

    const {generateKey} = await import('openpgp')
    const user = {userIDs: [{name: 'Flux', email: 'f@example.com'}]}
    const pgp = await generateKey({...user, passphrase: 'canary-passphrase', format: 'binary'})
    writeFileSync(join(flux.dir, 'ring'), pgp.privateKey)
    const ring = '--gpg-key-ring=ring --cluster-domain=one'
    expect(lines(await bootstrap(ring))[0]).toMatch(/^✗ invalid GPG signing key: unable to decrypt GPG private key: /)
    expect(lines(await bootstrap('--gpg-key-ring=nothing'))[0]).toMatch(
      /^✗ invalid GPG signing key: unable to open GPG key ring: open nothing: /,
    )
    expect((await bootstrap(`${ring} --gpg-passphrase=canary-passphrase`)).exit).toBe(0)
    expect(await served('cat-file', 'commit', 'main')).toContain('gpgsig -----BEGIN PGP SIGNATURE-----\n \n ')
  })

  it('does not move a cluster to another folder, and asks before it replaces another tool', async () => {
    await bootstrap()
    const elsewhere = await bootstrap('--path=clusters/other')
    expect(elsewhere.exit).toBe(1)
    expect(lines(elsewhere).at(-1)).toBe(
      '✗ sync path configuration ("./clusters/other") would overwrite path ("./clusters/prod") of existing Kustomization',
    )
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'gitrepositories.source.toolkit.fluxcd.io',
    }
    await flux.kube.patch(crd, {type: 'merge', body: {metadata: {labels: {'app.kubernetes.io/managed-by': 'Helm'}}}})
    const refused = await bootstrap()
    expect(lines(refused).at(-1)).toBe('✗ ^D')
  })

  it("leaves out a slash at the end of the address, which CNCF's source-controller cannot follow", async () => {
    const result = await bootstrap(`--url=${http.url}/fleet//`)
    expect([result.exit, lines(result)[0]]).toEqual([0, '► cloning branch "main" from Git repository "<git>/fleet"'])
    expect(await served('show', 'main:clusters/prod/flux-system/gotk-sync.yaml')).toContain(`  url: ${http.url}/fleet\n`)
  })

  it('says what controllers of our own leave alone, and which objects of it there are', async () => {
    await flux.run('install')
    const bucket = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'Bucket', metadata: {name: 'b', namespace: 'flux-system'}}
    await flux.kube.create({...bucket, spec: {bucketName: 'b', endpoint: 'example.com', interval: '1m'}})
    const result = await bootstrap('--distribution=native --registry=r.example.com/flux')
    expect(result.exit).toBe(0)
    expect(lines(result)).toContain('⚠️ nobody reconciles Bucket/flux-system/b')
    expect(result.stderr).toContain(
      '⚠️ our source-controller does not reconcile OCIRepository, Bucket, HelmRepository, HelmChart yet',
    )
    expect((await bootstrap()).stderr).not.toContain('reconciles Bucket')
  })

  it('refuses a name that no branch can have before it writes anything', async () => {
    const empty = await bootstrap('--branch=')
    expect([empty.exit, lines(empty)]).toEqual([1, ['✗ --branch is empty: name the branch, or leave the flag out for main']])
    const bad = await bootstrap('--branch=a..b')
    expect([bad.exit, lines(bad)]).toEqual([
      1,
      [
        '► cloning branch "a..b" from Git repository "<git>/fleet"',
        "⚠️  clone failure: unable to clone '<git>/fleet': invalid reference name",
        "⚠️  clone failure: unable to clone '<git>/fleet': invalid reference name",
        "✗ failed to clone repository: unable to clone '<git>/fleet': invalid reference name",
      ],
    ])
    expect(await served('for-each-ref')).toBe('')
  })

  it('says what is wrong with the repository', async () => {
    const wrong = await flux.run(`bootstrap git --url=${http.url}/fleet --allow-insecure-http --token-auth --password=no`)
    expect(lines(wrong)).toEqual([
      '► cloning branch "main" from Git repository "<git>/fleet"',
      "⚠️  clone failure: unable to clone '<git>/fleet': authentication required: Unauthorized",
      "⚠️  clone failure: unable to clone '<git>/fleet': authentication required: Unauthorized",
      "✗ failed to clone repository: unable to clone '<git>/fleet': authentication required: Unauthorized",
      '► check the user and the password or token, or whether the key may read and write the repository',
    ])
    const insecure = await flux.run(`bootstrap git --url=${http.url}/fleet --token-auth --password=no`)
    expect(lines(insecure)).toEqual([
      '✗ failed to create authentication options for <git>/fleet: scheme http is insecure, pass --allow-insecure-http=true to allow it',
    ])
  })
})
