import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ALL_KINDS, type Flux, openFlux} from './open-flux.js'

let flux: Flux
beforeAll(async () => {
  flux = await openFlux([...ALL_KINDS, 'workloads.yaml', 'events.yaml'])
})
afterAll(() => flux.close())

const terminal = {columns: 120, rows: 40}

/** The same stdout and exit code for scripts, the same words on stderr, and behind them what people are told. */
async function told(line: string): Promise<{exit: number | null; hints: string[]}> {
  const quiet = await flux.run(line)
  const {exit, stdout, stderr} = await flux.run(line, {terminal})
  expect({exit, stdout}).toEqual({exit: quiet.exit, stdout: quiet.stdout})
  expect(stderr.startsWith(quiet.stderr)).toBe(true)
  return {exit, hints: stderr.slice(quiet.stderr.length).trimEnd().split('\n').filter(Boolean)}
}

const MEANWHILE = "CNCF's flux does it, with the same folders and registries"

describe('kinds by the names that other tools have for them', () => {
  it.each([
    ['get kustomization/web', 'did you mean flux get kustomizations web?'],
    ['get gitrepositories', 'did you mean flux get sources git?'],
    ['get gitrepo infra', 'did you mean flux get sources git infra?'],
    ['get source gitrepository', 'did you mean flux get sources git?'],
    ['get helm', 'did you mean flux get helmreleases or flux get sources helm?'],
    ['get releases', 'did you mean flux get helmreleases?'],
    ['get images policies', 'did you mean flux get images policy?'],
    ['get providers', 'did you mean flux get alert-providers?'],
    ['get helmreleases.helm.toolkit.fluxcd.io', 'did you mean flux get helmreleases?'],
    ['get events', 'did you mean flux events?'],
    ['get pods', 'Flux has kinds of its own alone: kubectl get pods'],
    ['export secret x', 'Flux has kinds of its own alone: kubectl get secret x -o yaml'],
    ['suspend gitrepository infra', 'did you mean flux suspend source git infra?'],
    ['suspend ks ks/web', 'a name goes without its kind: flux suspend kustomization web'],
    ['delete ks/web', 'did you mean flux delete kustomization web?'],
    ['delete kustomization/web', 'did you mean flux delete kustomization web?'],
    ['delete helmrelease/a --namespace=apps', 'did you mean flux delete helmrelease a -n apps?'],
    ['suspend gitrepo a -n apps', 'did you mean flux suspend source git a -n apps?'],
    ['get po -A', 'Flux has kinds of its own alone: kubectl get po -A'],
    ['create secret docker-registry x', 'flux create secret oci makes one for a registry'],
    ['tree hr web', 'flux tree knows kustomization, artifact generator alone; flux get helmreleases web shows the status'],
    ['tree deployment web', 'Flux has kinds of its own alone: flux trace deployment web tells where it comes from'],
    ['build ./apps', 'did you mean flux build dir ./apps or flux build kustomization NAME --path ./apps?'],
  ])('flux %s', async (line, hint) => {
    expect(await told(line)).toEqual({exit: 0, hints: [`► ${hint}`]})
  })

  it.each([
    ['kustomization web', 'a verb comes first: flux get kustomizations web'],
    ['ks suspend web -n apps', 'a verb comes first: flux suspend kustomization web -n apps'],
    ['kustomization delete web', 'a verb comes first: flux delete kustomization web'],
    ['ks get', 'a verb comes first: flux get kustomizations'],
    ['source git get a', 'a verb comes first: flux get sources git a'],
    ['get ks ks/web -n apps', 'a name goes without its kind: flux get kustomizations web -n apps'],
    ['trace source git infra -n apps', 'did you mean flux trace gitrepository infra -n apps?'],
    ['source git', 'a verb comes first: flux get sources git'],
    ['ks list -n apps', 'a verb comes first: flux get kustomizations -n apps'],
    ['ks web suspend', 'a verb comes first: flux suspend kustomization web'],
    ['hr/db status -n apps', 'a verb comes first: flux get helmreleases db -n apps'],
    ['source git sync a', 'flux reconcile runs an object now, with --with-source its source first'],
    ['artifact push oci://x', `flux push artifact is not here yet: ${MEANWHILE}`],
    ['artifacts list', `flux list artifacts is not here yet: ${MEANWHILE}`],
    ['artifact', 'a verb comes first: flux get sources external or flux get artifacts generators'],
    ['artifact generator a', 'a verb comes first: flux get artifacts generators a'],
    ['diff ks/web --path .', 'did you mean flux diff kustomization web?'],
    ['get ks ks/web', 'a name goes without its kind: flux get kustomizations web'],
    ['reconcile ks apps/web', 'did you mean flux reconcile kustomization web -n apps?'],
    ['get ks all', 'all of them: flux get kustomizations'],
    ['get ks -n all', 'all namespaces: -A, --all-namespaces'],
    ['get ks -n *', 'all namespaces: -A, --all-namespaces'],
    ['get ks --all-namespaces=apps', '-A takes no value: -n apps is for one namespace'],
    ['events --for ks/web', 'did you mean --for Kustomization/web?'],
    ['logs hr db', 'choose lines with --kind HelmRelease --name db'],
    ['trace web deployment', 'the kind comes first: flux trace deployment web'],
    ['trace web', 'name the kind in front of the object: flux trace KIND web'],
    ['trace source git infra', 'did you mean flux trace gitrepository infra?'],
    ['trace Foo bar', 'see which kinds there are: kubectl api-resources'],
    [
      'trace web --kind Deployment',
      'name the kind in front of the object: flux trace KIND NAME, or give both --kind and --api-version',
    ],
    ['debug hr', 'see the names: flux get helmreleases'],
    ['stats ks', 'flux stats takes no words: flux get kustomizations shows the status'],
    ['check all', 'flux check takes no words'],
    ['migrate x.yaml', 'did you mean flux migrate -f x.yaml?'],
    ['create ks', 'name the new object: flux create kustomization NAME'],
    ['create ks web --source gitrepo/x', 'did you mean --source GitRepository/NAME?'],
    ['create hr web --source charts', 'name its kind, too: --source HelmRepository/charts'],
    [
      'install --components kustomise-controller --export',
      'components are source-controller, kustomize-controller, helm-controller, notification-controller, image-reflector-controller, image-automation-controller, source-watcher',
    ],
  ])('flux %s', async (line, hint) => {
    expect(await told(line)).toEqual({exit: 1, hints: [`► ${hint}`]})
  })

  it.each(['ks describe web', 'ks/web describe', 'kustomization web describe'])('flux %s -n apps', async (line) => {
    expect(await told(`${line} -n apps`)).toEqual({
      exit: 1,
      hints: [
        '► flux debug kustomization web -n apps --show-status',
        '► flux events --for Kustomization/web -n apps',
        '► kubectl describe kustomizations.kustomize.toolkit.fluxcd.io web -n apps',
      ],
    })
  })

  it('says that events passes words over', async () => {
    const {exit, stdout, stderr} = await flux.run('events ks web', {terminal})
    expect({exit, stdout}).toEqual({exit: 0, stdout: (await flux.run('events')).stdout})
    expect(stderr).toBe('► words are passed over: --for Kustomization/web shows the events of one object\n')
    expect((await flux.run('events ks web')).stderr).toBe('')
  })

  it.each(['get x', 'get frobnicate y', 'suspend web'])('has nothing to say of what is nobody’s word: flux %s', async (line) => {
    expect(await told(line)).toEqual({exit: 0, hints: []})
  })
})

describe('flags that other tools have', () => {
  it.each([
    ['get ks --selector app=web', 'did you mean -l, --label-selector?'],
    ['get ks --watch-only', 'did you mean -w, --watch?'],
    ['get ks --ns apps', 'did you mean -n, --namespace?'],
    ['get ks -a', 'did you mean -A, --all-namespaces?'],
    ['get ks --show-labels', '-o json or -o yaml prints all fields, for jq and the like to choose from'],
    ['get ks -o jsonpath={.status}', '-o json with jq chooses fields; so does kubectl get with -o jsonpath'],
    ['get ks --ready', '--status-selector ready=true shows those that are ready'],
    ['get hr web --history', 'flux debug helmrelease NAME --show-history shows the history of a release'],
    ['get ks --kube-context x', 'did you mean --context?'],
    ['suspend ks -A', 'one namespace at a time: flux suspend kustomization --all -n NAMESPACE'],
    ['suspend ks -n all --all', 'one namespace at a time: flux suspend kustomization --all -n NAMESPACE'],
    ['export ks -A', 'flux export all writes the objects of all namespaces, --all those of one namespace'],
    ['delete ks web --yes', 'did you mean -s, --silent?'],
    ['reconcile ks web --wait', 'it waits anyway, until --timeout'],
    ['reconcile ks web -o yaml', 'flux get kustomization NAME -o yaml shows the object'],
    ['events --kind Kustomization', 'name the object with --for KIND/NAME'],
    ['logs --controller x', 'choose lines by what they are about: --kind KIND --name NAME'],
    ['install --dry-run', '--export prints the manifests and changes nothing'],
    ['envsubst -f x', 'it reads from its input: flux envsubst < FILE'],
  ])('flux %s', async (line, hint) => {
    expect(await told(line)).toEqual({exit: 1, hints: [`► ${hint}`]})
  })
})
