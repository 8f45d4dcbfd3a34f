import {describe, expect, it} from 'vitest'
import {cleanKubeconfig, clusterAccess} from '../../../../src/lib/controllers/kustomize/cluster-access.js'
import {DEFAULT_KUSTOMIZE_OPTIONS} from '../../../../src/lib/controllers/kustomize/options.js'
import {ApiError} from '../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../../../src/lib/ports/kube.js'

const object = (spec: JsonObject): KubeObject => ({apiVersion: 'k/v1', kind: 'K', metadata: {name: 'app', namespace: 'ns'}, spec})

function client(secrets: Record<string, JsonObject>) {
  const log: string[] = []
  const kube = {
    async get({name}: {name: string}) {
      const data = secrets[name]
      if (!data) throw new ApiError({code: 404, reason: 'NotFound', message: `secrets "${name}" not found`})
      return {apiVersion: 'v1', kind: 'Secret', metadata: {name}, data}
    },
    impersonate({user}: {user: string}) {
      log.push(`as ${user}`)
      return kube
    },
  } as unknown as KubeClient
  return {
    log,
    access: (spec: JsonObject, flags = {}) =>
      clusterAccess({kube}, object(spec), {...DEFAULT_KUSTOMIZE_OPTIONS, ...flags}, new AbortController().signal),
  }
}

// texts of the recording ks-kubeconfig
describe('clusterAccess', () => {
  it('acts as the controller, as the account of the spec, or as that of the flag', async () => {
    const {access, log} = client({})
    expect((await access({})).dedicated).toBe(false)
    expect(await access({serviceAccountName: 'deployer'}, {defaultServiceAccount: 'default'})).toMatchObject({
      dedicated: true,
      account: 'deployer',
    })
    expect((await access({}, {defaultServiceAccount: 'default'})).account).toBe('default')
    expect(log).toEqual(['as system:serviceaccount:ns:deployer', 'as system:serviceaccount:ns:default'])
  })

  it('says which secret or key is missing', async () => {
    const {access} = client({remote: {other: 'eA=='}})
    await expect(access({kubeConfig: {secretRef: {name: 'gone'}}})).rejects.toThrow(
      `unable to read KubeConfig secret 'ns/gone' error: secrets "gone" not found`,
    )
    await expect(access({kubeConfig: {secretRef: {name: 'remote'}}})).rejects.toThrow(
      `KubeConfig secret 'ns/remote' does not contain a 'value' key with a kubeconfig`,
    )
    await expect(access({kubeConfig: {secretRef: {name: 'remote', key: 'nope'}}})).rejects.toThrow(`a 'nope' key`)
  })

  it('keeps of a kubeconfig only what it holds itself', () => {
    const config = {
      'current-context': 'c',
      contexts: [{name: 'c', context: {cluster: 'k', user: 'u'}}],
      clusters: [
        {name: 'k', cluster: {server: 'https://x', 'certificate-authority': '/etc/ca', 'insecure-skip-tls-verify': true}},
      ],
      users: [{name: 'u', user: {token: 't', exec: {command: 'rm'}, tokenFile: '/etc/t', as: 'root', 'client-key': '/etc/k'}}],
    }
    const clean = cleanKubeconfig(config, false)
    expect(clean.clusters).toEqual([{name: 'k', cluster: {server: 'https://x'}}])
    expect(clean.users).toEqual([{name: 'u', user: {token: 't'}}])
    expect(JSON.stringify(cleanKubeconfig(config, true))).toContain('insecure-skip-tls-verify')
  })
})
