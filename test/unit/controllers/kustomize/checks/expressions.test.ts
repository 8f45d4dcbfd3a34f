import {describe, expect, it} from 'vitest'
import {compileHealthRules} from '../../../../../src/lib/controllers/kustomize/checks/health-expressions.js'
import {evaluateReadyExpression} from '../../../../../src/lib/controllers/kustomize/checks/ready-expression.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'

const widget = (status: object, generation = 1): KubeObject =>
  ({apiVersion: 'e.com/v1', kind: 'Widget', metadata: {name: 'w', generation}, status}) as KubeObject
const rule = (expressions: object) => {
  const rules = compileHealthRules([{apiVersion: 'e.com/v1', kind: 'Widget', current: 'false', ...expressions}])
  return rules.rules.get('Widget.e.com')!
}

// texts of the recording ks-health-exprs
describe('healthCheckExprs', () => {
  it('asks inProgress, failed, current in that order', () => {
    const phases = rule({
      current: "status.phase == 'Done'",
      failed: "status.phase == 'Broken'",
      inProgress: "status.phase == 'Busy'",
    })
    expect(['Done', 'Broken', 'Busy', 'Odd'].map((phase) => phases(widget({phase})).status)).toEqual([
      'Current',
      'Failed',
      'InProgress',
      'InProgress',
    ])
    expect(phases(widget({phase: 'Done', observedGeneration: 1}, 2)).status).toBe('InProgress')
  })

  it('uses macros and names what is missing when it runs', () => {
    const ready = rule({current: "status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')"})
    expect(ready(widget({conditions: [{type: 'Ready', status: 'True'}]})).status).toBe('Current')
    expect(() => rule({current: 'status.nope.deeper == 1'})(widget({}))).toThrow(
      "failed to evaluate the CEL expression 'status.nope.deeper == 1': no such key: nope",
    )
    expect(() => rule({current: 'spec.x == 1'})(widget({}))).toThrow('no such attribute(s): spec')
  })

  // as kustomize-controller 1.9.0 says it
  it.each([
    ['status.x == 1', "the CEL expression 'status.x == 1': no such attribute(s): status.x"],
    ["status['x'] == 1", "the CEL expression 'status['x'] == 1': no such attribute(s): status.x"],
    ['status.x.y[0].z == 1', "the CEL expression 'status.x.y[0].z == 1': no such attribute(s): status.x.y"],
    ['x[0]', "the CEL expression 'x[0]': no such attribute(s): x"],
    ['x.map(a, a) == []', "the CEL expression 'x.map(a, a) == []': no such attribute(s): x"],
    ['has(status.x.y)', "the CEL expression 'has(status.x.y)': no such attribute(s): status.x.y"],
    ['[status.a, {"k": status.b}].size() > 0', 'no such attribute(s): status.a'],
    ['kind.nofn()', "failed to evaluate the CEL expression 'kind.nofn()': no such overload"],
    ["size(kind) + '2' == 3", 'no such overload'],
    ["kind[5] == 'x'", 'no such key: 5'],
    ['kind', "failed to evaluate CEL expression as boolean: 'kind'"],
    ['null', "failed to evaluate CEL expression as boolean: 'null'"],
  ])('%s fails when it runs', (current, message) => {
    const object = {apiVersion: 'e.com/v1', kind: 'Widget', metadata: {name: 'w'}} as KubeObject
    expect(() => rule({current})(object)).toThrow(message)
  })

  it.each([
    ["int('x') == 1", "type conversion error from 'string' to 'int'"],
    ["kind.matches('[')", 'error parsing regexp: missing closing ]: `[`'],
  ])('%s is no program', (current, message) => {
    expect(() => rule({current})).toThrow(`failed to parse the expression Current: failed to create CEL program: ${message}`)
    const ready = current.replace('kind', 'dep.kind')
    expect(() => evaluateReadyExpression(ready, 'base', widget({}), widget({}))).toThrow(
      `failed to evaluate dependency base: failed to create CEL program: ${message}`,
    )
  })

  it.each([
    [{apiVersion: 'v1', kind: 'ConfigMap'}, 'ConfigMap'],
    [{apiVersion: 'v1'}, ''],
    [{apiVersion: 'apps/v1'}, '.apps'],
  ])('names the kind of a duplicate: %j', (kind, name) => {
    const twice = {...kind, current: 'true'}
    expect(() => compileHealthRules([twice, twice])).toThrow(
      `duplicate custom health check for GroupKind ${name} at healthchecks[1]`,
    )
  })

  it.each([
    [{current: ''}, 'failed to create custom status evaluator for healthchecks[0]: expression Current not specified'],
    [
      {current: 'true', failed: 'a b'},
      "failed to create custom status evaluator for healthchecks[0]: failed to parse the expression Failed: failed to parse the CEL expression 'a b': ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>",
    ],
  ])('refuses %j', (expression, message) => {
    expect(() => rule(expression)).toThrow(message)
  })

  it('refuses two rules for one kind, whatever their versions', () => {
    const one = {kind: 'Widget', current: 'true'}
    expect(() =>
      compileHealthRules([
        {apiVersion: 'e.com/v1', ...one},
        {apiVersion: 'e.com/v2', ...one},
      ]),
    ).toThrow('duplicate custom health check for GroupKind Widget.e.com at healthchecks[1]')
  })
})

describe('readyExpr', () => {
  const run = (expression: string) => evaluateReadyExpression(expression, 'base', widget({}), widget({phase: 'x'}))

  it('compares self and dep', () => {
    expect(run('dep.metadata.name == self.metadata.name')).toEqual({ready: true})
    expect(run("dep.status.phase == 'y'")).toEqual({ready: false})
    expect(run('dep.status.nope == 1').error).toBe(
      "failed to evaluate the CEL expression 'dep.status.nope == 1': no such key: nope",
    )
  })

  it('refuses what can never work', () => {
    expect(() => run('self')).toThrow('CEL expression output type mismatch: expected bool, got map(string, dyn)')
    expect(() => run('dep.metadata.name')).toThrow('CEL expression output type mismatch: expected bool, got dyn')
    expect(() => run('other.x == 1')).toThrow(
      "failed to evaluate dependency base: failed to parse the CEL expression 'other.x == 1': ",
    )
  })
})
