import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {revisionHash, templateHash} from '../../../../../src/lib/adapters/apiserver/workloads/runtime/hash.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'

const CORPUS = join(import.meta.dirname, '../../../../corpus/controllers')

/** Deployments and StatefulSets of the recordings with the hash that the real controllers named. */
function recorded(): {kind: string; template: JsonObject; hash: string}[] {
  const found: {kind: string; template: JsonObject; hash: string}[] = []
  for (const name of readdirSync(CORPUS)) {
    if (!/^ks-/.test(name)) continue
    const {snapshots} = JSON.parse(readFileSync(join(CORPUS, name, 'expected.json'), 'utf8'))
    for (const {objects} of Object.values(snapshots) as {objects: JsonObject[]}[])
      for (const object of objects) {
        const {spec, status, metadata} = object as {
          spec?: JsonObject
          status?: JsonObject
          metadata: {generation?: number; name: string}
        }
        if (!spec || !status || status['observedGeneration'] !== metadata.generation) continue
        const template = spec['template'] as JsonObject
        if (object['kind'] === 'StatefulSet' && typeof status['updateRevision'] === 'string')
          found.push({kind: 'StatefulSet', template, hash: status['updateRevision'].slice(metadata.name.length + 1)})
        const conditions = (status['conditions'] ?? []) as JsonObject[]
        const text = conditions.map(
          ({message}) => /^ReplicaSet "web-(\w+)" (?:is progressing|has succ)/.exec(String(message))?.[1],
        )
        const hash = text.find((item) => item !== undefined)
        if (object['kind'] === 'Deployment' && metadata.name === 'web' && hash) found.push({kind: 'Deployment', template, hash})
      }
  }
  return found
}

describe('hashes of pod templates', () => {
  const all = recorded()

  it('are those of kube-controller-manager for every recorded Deployment', () => {
    const deployments = all.filter(({kind}) => kind === 'Deployment')
    expect(deployments.length).toBeGreaterThan(50)
    const other = deployments.filter(({template, hash}) => templateHash(template) !== hash)
    // Two were recorded in the middle of a rollout: their condition still names the old set.
    expect(other.map(({hash}) => hash)).toEqual(['76d9f6dd7b', '7ddf77cb74'])
  })

  it('and of its revisions for every recorded StatefulSet', () => {
    const sets = all.filter(({kind}) => kind === 'StatefulSet')
    expect(sets.length).toBeGreaterThan(5)
    const patch = (template: JsonObject) => ({spec: {template: {$patch: 'replace', ...template}}})
    expect(sets.map(({template}) => revisionHash(patch(template), 0))).toEqual(sets.map(({hash}) => hash))
  })

  it('differ after a collision', () => {
    expect(templateHash({}, 1)).not.toBe(templateHash({}))
  })

  it('hashes amounts as Go holds them: text only where the parser keeps it, big numbers where 64 bits may not do', () => {
    // names of ReplicaSets of kube-controller-manager 1.36.3
    const recorded = [
      ['v0', '1Gi', '6b5b48cc7f'],
      ['v1', '64Mi', '566498f758'],
      ['v10', '17Mi', '74d4c8b7b7'],
      ['v15', '1536Mi', '768c8b464b'],
      ['v17', '100Ti', '5c6547d668'],
      ['v18', '99Ti', '7c758c8cd8'],
      ['v19', '1Pi', 'd974fdf77'],
      ['v21', '2Ei', '5c98bc8d9c'],
      ['v23', '100000Gi', '77d76f7876'],
      ['v24', '0', '798d4748df'],
      ['v25', '1e3', '585b7958b6'],
      ['v28', '2k', '584dd4965c'],
      ['v31', '500m', '78ff87d468'],
      ['v33', '1234567890123456789', '85b4d5748b'],
      ['v42', '30e6', '5c78d8d6cc'],
    ] as const
    const templateOf = (label: string, sizeLimit: string) => ({
      metadata: {labels: {a: label}},
      spec: {
        containers: [
          {
            ...{image: 'i', imagePullPolicy: 'Always', name: 'c', resources: {}},
            ...{terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File'},
          },
        ],
        ...{dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler'},
        ...{securityContext: {}, terminationGracePeriodSeconds: 30, volumes: [{emptyDir: {sizeLimit}, name: 'v'}]},
      },
    })
    expect(recorded.map(([label, amount]) => templateHash(templateOf(label, amount)))).toEqual(recorded.map(([, , hash]) => hash))
  })
})
