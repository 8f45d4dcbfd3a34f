import {describe, expect, it} from 'vitest'
import {repositoryAccess} from '../../../../../../src/lib/actions/build/helm/charts/repository-access.js'
import {KnownObjects, ObjectIndex} from '../../../../../../src/lib/actions/build/helm/repository/known-objects.js'
import {messageOf} from '../../../../../../src/lib/errors/flux-error.js'
import type {KubeObject} from '../../../../../../src/lib/ports/kube.js'

const AUTHS = {'reg.example.com': {auth: 'dTpw'}}
const secret = (name: string, stringData: object, type = 'Opaque') =>
  ({apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: 'apps'}, type, stringData}) as unknown as KubeObject
const docker = (name: string, auths: object) =>
  secret(name, {'.dockerconfigjson': JSON.stringify({auths})}, 'kubernetes.io/dockerconfigjson')

const OBJECTS = [
  ...[secret('login', {username: 'u', password: 'p'}), secret('half', {username: 'u'}), secret('empty', {})],
  ...[docker('docker', AUTHS), docker('pull', {'other.example.com': {auth: 'eDp5'}})],
  secret('broken', {'.dockerconfigjson': '{"auths": secret'}, 'kubernetes.io/dockerconfigjson'),
  secret('keyless', {}, 'kubernetes.io/dockerconfigjson'),
  secret('proxy', {address: 'http://x:y@proxy.example.com:3128', username: 'me@here', password: 'p/w'}),
  ...[secret('ca', {'ca.crt': 'CA'}), secret('old', {caFile: 'CA', username: 'u', password: 'p'})],
  ...[secret('pair', {'tls.crt': 'C', 'tls.key': 'K'}), secret('crt', {'tls.crt': 'C'})],
  {...secret('sops', {username: 'ENC[...]'}), sops: {mac: 'x'}} as KubeObject,
  {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'puller', namespace: 'apps'}, imagePullSecrets: [{name: 'pull'}]},
] as KubeObject[]

const FOUND = OBJECTS.map((object) => ({object, file: 'a.yaml', line: 1}))

const access = (kind: string, spec: object) => {
  const source = {apiVersion: 'source.toolkit.fluxcd.io/v1', kind, metadata: {name: 's'}, spec} as unknown as KubeObject
  return repositoryAccess(source, 'apps', new KnownObjects([new ObjectIndex(FOUND, (file) => file)]))
}
const OCI = {type: 'oci', url: 'oci://reg.example.com/charts'}
const HTTP = {url: 'https://charts.example.com'}
const named = (name: string) => ({secretRef: {name}})
const FLAGS = {passCredentials: false, insecure: false}

describe('repositoryAccess', () => {
  it('takes a name and a password, for whatever repository', async () => {
    expect(await access('HelmRepository', {...HTTP, ...named('login'), passCredentials: true})).toEqual({
      ...{username: 'u', password: 'p', passCredentials: true, insecure: false},
    })
    expect(await access('HelmRepository', {...OCI, ...named('login')})).toMatchObject({username: 'u', password: 'p'})
    // source-controller takes only docker configs for it
    expect(await access('OCIRepository', {...OCI, ...named('login'), insecure: true})).toEqual({...FLAGS, insecure: 'either'})
    expect(await access('HelmRepository', {...HTTP, ...named('empty')})).toEqual(FLAGS)
    expect(await access('HelmRepository', HTTP)).toEqual(FLAGS)
  })

  it('takes a docker config, for registries', async () => {
    const config = {dockerConfig: {auths: AUTHS}, ...FLAGS}
    expect(await access('HelmRepository', {...OCI, ...named('docker')})).toEqual(config)
    expect(await access('OCIRepository', {...OCI, ...named('docker')})).toEqual(config)
  })

  it('adds those of a service account to that of an OCIRepository', async () => {
    const account = {serviceAccountName: 'puller'}
    const other = {'other.example.com': {auth: 'eDp5'}}
    expect(await access('OCIRepository', {...OCI, ...account})).toMatchObject({dockerConfig: {auths: other}})
    expect(await access('OCIRepository', {...OCI, ...account, ...named('docker')})).toMatchObject({
      dockerConfig: {auths: {...other, ...AUTHS}},
    })
    expect(await access('OCIRepository', {...OCI, serviceAccountName: 'none'})).toEqual(FLAGS)
  })

  it('takes a proxy, with a login', async () => {
    const through = (name: string) => access('OCIRepository', {...OCI, proxySecretRef: {name}})
    expect(await through('proxy')).toMatchObject({proxy: 'http://me%40here:p%2Fw@proxy.example.com:3128'})
    expect(await through('login').catch(messageOf)).toBe("secret 'apps/login': its key 'address' is no address of a proxy")
  })

  it('takes certificates, those of old too', async () => {
    const certs = (name: string) => ({certSecretRef: {name}})
    expect(await access('OCIRepository', {...OCI, ...certs('ca')})).toMatchObject({tls: {ca: 'CA'}})
    expect(await access('HelmRepository', {...HTTP, ...certs('pair')})).toMatchObject({tls: {cert: 'C', key: 'K'}})
    expect(await access('HelmRepository', {...HTTP, ...named('old')})).toMatchObject({username: 'u', tls: {ca: 'CA'}})
    expect(await access('HelmRepository', {...HTTP, ...certs('crt')}).catch(messageOf)).toBe(
      "secret 'apps/crt' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'",
    )
  })

  it.each([
    ['half', HTTP, "secret 'apps/half': it has no 'password'"],
    ['broken', OCI, "secret 'apps/broken': its key '.dockerconfigjson' is no JSON"],
    ['keyless', OCI, "secret 'apps/keyless': it has no key '.dockerconfigjson', as a Secret of the type"],
    ['docker', {...OCI, url: 'oci://ghcr.io/x'}, "no auth config for 'ghcr.io' in the docker-registry Secret 'docker'"],
    ['nope', OCI, "failed to get authentication secret 'apps/nope': not found"],
    ['sops', OCI, "failed to get authentication secret 'apps/sops': it is encrypted with SOPS"],
  ])('says what is wrong with %s', async (name, spec, words) => {
    const message = await access('HelmRepository', {...spec, ...named(name)}).catch(messageOf)
    expect(message).toContain(words)
    expect(message).not.toContain('auths')
  })
})
