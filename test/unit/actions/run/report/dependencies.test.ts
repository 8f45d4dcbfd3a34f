import {describe, expect, it} from 'vitest'
import {DependencyAdvice} from '../../../../../src/lib/actions/run/report/dependencies.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

function kustomization(name: string, ...dependsOn: (string | object)[]): KubeObject {
  const items = dependsOn.map((item) => (typeof item === 'string' ? {name: item} : item))
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: 'apps'},
    spec: {dependsOn: items as never},
  }
}

/** What each of them is told, with the message that it has when its first dependency is not ready. */
function told(...objects: KubeObject[]): Record<string, string | undefined> {
  const advice = new DependencyAdvice(objects)
  const names = new Set(objects.map(({metadata}) => `apps/${metadata.name}`))
  return Object.fromEntries(
    objects.map(({metadata: {name = ''}, spec}) => {
      const [first] = (spec as {dependsOn: {name: string}[]}).dependsOn
      if (!first) return [name, advice.of({namespace: 'apps', name}, '')]
      const dependency = `apps/${first.name}`
      const message = `dependency '${dependency}' ${names.has(dependency) ? 'is not ready' : 'not found: no such'}`
      return [name, advice.of({namespace: 'apps', name}, message)]
    }),
  )
}

describe('DependencyAdvice', () => {
  it('tells each the truth about itself', () => {
    expect(
      told(
        kustomization('a', 'b'),
        kustomization('b', {name: 'c', namespace: 'apps'}, 'gone'),
        kustomization('c', 'a', 'leaf'),
        kustomization('behind', 'a'),
        kustomization('further', 'behind'),
        kustomization('self', 'self'),
        kustomization('lost', 'gone'),
        kustomization('waits', 'leaf'),
        kustomization('leaf'),
      ),
    ).toEqual({
      a: 'a dependency cycle: apps/a -> apps/b -> apps/c -> apps/a',
      b: 'a dependency cycle: apps/b -> apps/c -> apps/a -> apps/b',
      c: 'a dependency cycle: apps/c -> apps/a -> apps/b -> apps/c',
      behind: 'it waits for apps/a, which is in a dependency cycle: apps/a -> apps/b -> apps/c -> apps/a',
      further: 'it waits for apps/a, which is in a dependency cycle: apps/a -> apps/b -> apps/c -> apps/a',
      self: 'it depends on itself: take that out of spec.dependsOn',
      lost: 'there is no Kustomization apps/gone: create it, or take it out of spec.dependsOn',
      waits: undefined,
      leaf: undefined,
    })
  })

  it('finds no ring where many share a dependency', () => {
    const objects = [kustomization('base'), ...['x', 'y', 'z'].map((name) => kustomization(name, 'base', 'x'))]
    const advice = new DependencyAdvice(objects.filter(({metadata}) => metadata.name !== 'x'))
    expect(advice.of({namespace: 'apps', name: 'y'}, "dependency 'apps/base' is not ready")).toBeUndefined()
  })
})
