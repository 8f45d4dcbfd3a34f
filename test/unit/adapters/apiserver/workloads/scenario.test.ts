import {describe, expect, it} from 'vitest'
import {parseScenario} from '../../../../../src/lib/adapters/apiserver/workloads/scenario.js'
import {deployment, dig, startCluster} from './cluster.js'

const apps = '/apis/apps/v1/namespaces/default/deployments'

/** The phase of the only pod of each Deployment, or why its container waits. */
async function states(scenario: string, made: Record<string, Record<string, string>>) {
  const cluster = await startCluster({readyAfterMs: 1000, scenario: parseScenario(scenario, 'plan.yaml')})
  try {
    for (const [name, annotations] of Object.entries(made)) await cluster.post(apps, deployment(name, {}, annotations))
    await cluster.clock.advance(20_000)
    const pods = await cluster.list('/api/v1/namespaces/default/pods')
    return Object.fromEntries(
      pods.map((pod) => {
        const reason = dig(pod, 'status', 'containerStatuses', 0, 'state', 'waiting', 'reason')
        return [pod.metadata.labels!.app, reason ?? dig(pod, 'status', 'phase')]
      }),
    )
  } finally {
    await cluster.server.close()
  }
}

describe('a scenario', () => {
  it('says how pods behave whose controllers fit', async () => {
    const scenario = `
- match: {kind: Deployment, namespace: default, name: web-*}
  fail: ImagePullBackOff
- match: {labels: {app: slow}}
  delay: 1h
- match: {kind: StatefulSet}
  hang: true
`
    expect(await states(scenario, {'web-a': {}, web: {}, slow: {}})).toEqual({
      'web-a': 'ImagePullBackOff',
      web: 'Running',
      slow: 'ContainerCreating',
    })
  })

  it('counts less than annotations, word by word, and the first rule that names a word counts', async () => {
    const scenario = `
- {match: {name: a*}, fail: ErrImagePull}
- {fail: CreateContainerConfigError}
`
    const own = {'simulate.flux-toolkit.dev/fail': 'ImagePullBackOff'}
    expect(await states(scenario, {ab: {}, b: {}, c: own})).toEqual({
      ab: 'ErrImagePull',
      b: 'CreateContainerConfigError',
      c: 'ImagePullBackOff',
    })
  })

  it.each([
    ['fail: x', 'plan.yaml: a list of rules is expected'],
    ['- web', 'plan.yaml: rule 1: a mapping is expected'],
    ['- {fail: A}\n- {fial: A}', 'plan.yaml: rule 2: fial is unknown: there are match, delay, hang, fail, flap, exit-code'],
    ['- {match: {nam: x}, hang: true}', 'plan.yaml: rule 1: match.nam is unknown: there are kind, namespace, name, labels'],
    ['- {match: {labels: [x]}, hang: true}', 'plan.yaml: rule 1: match holds texts, and labels a mapping of texts'],
    ['- {match: {name: 5}, hang: true}', 'plan.yaml: rule 1: match holds texts, and labels a mapping of texts'],
    ['- {delay: soon}', 'plan.yaml: rule 1: delay cannot be "soon"'],
    ['- {delay: -1s}', 'plan.yaml: rule 1: delay cannot be "-1s"'],
    ['- {exit-code: 300}', 'plan.yaml: rule 1: exit-code cannot be 300'],
    ['- {hang: "true"}', 'plan.yaml: rule 1: hang cannot be "true"'],
    ['- {match: {name: x}}', 'plan.yaml: rule 1: it says nothing: there are delay, hang, fail, flap, exit-code'],
  ])('is refused as %s', (text, message) => {
    expect(() => parseScenario(text, 'plan.yaml')).toThrow(message)
  })

  it('names the line of a text that is no YAML', () => {
    expect(() => parseScenario('- {fail: A}\n- [', 'plan.yaml')).toThrow(/^plan\.yaml:\d+:\d+: /)
  })
})
