import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'

/*
 * Metrics of autoscaling/v1, which stand in annotations, and of v2: the same facts by other names. Texts are printed in the
 * order of Go's structs.
 */

const objectOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {})

/** A field as Go's reader finds it: its name in any case. */
function field(object: JsonObject, name: string): JsonValue | undefined {
  if (object[name] !== undefined) return object[name] ?? undefined
  const found = Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase())
  return found === undefined ? undefined : (object[found] ?? undefined)
}

/** What of a record is there. */
function given(record: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as JsonObject
}

const reference = (of: JsonValue | undefined) => {
  const {kind = '', name = '', apiVersion} = objectOf(of)
  return given({kind, name, apiVersion})
}

type Convert = (source: JsonObject) => JsonObject

/** A metric's source in v1, by the name that it has in both versions. */
const oldSpec: Readonly<Record<string, Convert>> = {
  object: ({describedObject, target, metric}) => {
    const {value = '0', averageValue} = objectOf(target)
    const {name = '', selector} = objectOf(metric)
    return given({target: reference(describedObject), metricName: name, targetValue: value, selector, averageValue})
  },
  pods: ({target, metric}) => {
    const {name = '', selector} = objectOf(metric)
    return given({metricName: name, targetAverageValue: objectOf(target).averageValue ?? '0', selector})
  },
  resource: ({name, target}) => {
    const {averageUtilization, averageValue} = objectOf(target)
    return given({name, targetAverageUtilization: averageUtilization, targetAverageValue: averageValue})
  },
  containerResource: ({name, container, target}) => {
    const {averageUtilization, averageValue} = objectOf(target)
    return given({name, targetAverageUtilization: averageUtilization, targetAverageValue: averageValue, container})
  },
  external: ({target, metric}) => {
    const {name = '', selector} = objectOf(metric)
    const {value, averageValue} = objectOf(target)
    return given({metricName: name, metricSelector: selector, targetValue: value, targetAverageValue: averageValue})
  },
}

const oldStatus: Readonly<Record<string, Convert>> = {
  object: ({describedObject, current, metric}) => {
    const {value = '0', averageValue} = objectOf(current)
    const {name = '', selector} = objectOf(metric)
    return given({target: reference(describedObject), metricName: name, currentValue: value, selector, averageValue})
  },
  pods: ({current, metric}) => {
    const {name = '', selector} = objectOf(metric)
    return given({metricName: name, currentAverageValue: objectOf(current).averageValue ?? '0', selector})
  },
  resource: ({name, current}) => {
    const {averageUtilization, averageValue = '0'} = objectOf(current)
    return given({name, currentAverageUtilization: averageUtilization, currentAverageValue: averageValue})
  },
  containerResource: ({name, container, current}) => {
    const {averageUtilization, averageValue = '0'} = objectOf(current)
    return given({name, currentAverageUtilization: averageUtilization, currentAverageValue: averageValue, container})
  },
  external: ({current, metric}) => {
    const {name = '', selector} = objectOf(metric)
    const {value = '0', averageValue} = objectOf(current)
    return given({metricName: name, metricSelector: selector, currentValue: value, currentAverageValue: averageValue})
  },
}

const metricOf = (source: JsonObject, selector = 'selector') =>
  given({name: field(source, 'metricName') ?? '', selector: field(source, selector)})

const newSpec: Readonly<Record<string, Convert>> = {
  object: (source) => {
    const average = field(source, 'averageValue')
    const value = field(source, 'targetValue') ?? '0'
    const target = average === undefined ? {type: 'Value', value} : {type: 'AverageValue', averageValue: average}
    return {describedObject: reference(field(source, 'target')), target, metric: metricOf(source)}
  },
  pods: (source) => ({
    metric: metricOf(source),
    target: {type: 'AverageValue', averageValue: field(source, 'targetAverageValue') ?? '0'},
  }),
  resource: (source) => ({name: field(source, 'name') ?? '', target: resourceTarget(source)}),
  containerResource: (source) => ({
    name: field(source, 'name') ?? '',
    target: resourceTarget(source),
    container: field(source, 'container') ?? '',
  }),
  external: (source) => {
    const [value, averageValue] = [field(source, 'targetValue'), field(source, 'targetAverageValue')]
    const type = value === undefined ? 'AverageValue' : 'Value'
    return {metric: metricOf(source, 'metricSelector'), target: given({type, value, averageValue})}
  },
}

function resourceTarget(source: JsonObject): JsonObject {
  const [use, averageValue] = [field(source, 'targetAverageUtilization'), field(source, 'targetAverageValue')]
  return given({type: use === undefined ? 'AverageValue' : 'Utilization', averageValue, averageUtilization: use})
}

const newStatus: Readonly<Record<string, Convert>> = {
  object: (source) => ({
    metric: metricOf(source),
    current: given({value: field(source, 'currentValue') ?? '0', averageValue: field(source, 'averageValue')}),
    describedObject: reference(field(source, 'target')),
  }),
  pods: (source) => ({metric: metricOf(source), current: {averageValue: field(source, 'currentAverageValue') ?? '0'}}),
  resource: (source) => ({name: field(source, 'name') ?? '', current: resourceCurrent(source)}),
  containerResource: (source) => ({
    name: field(source, 'name') ?? '',
    current: resourceCurrent(source),
    container: field(source, 'container') ?? '',
  }),
  external: (source) => ({
    metric: metricOf(source, 'metricSelector'),
    current: given({value: field(source, 'currentValue') ?? '0', averageValue: field(source, 'currentAverageValue')}),
  }),
}

function resourceCurrent(source: JsonObject): JsonObject {
  return given({
    averageValue: field(source, 'currentAverageValue') ?? '0',
    averageUtilization: field(source, 'currentAverageUtilization'),
  })
}

function converted(metric: JsonValue, by: Readonly<Record<string, Convert>>): JsonObject {
  const all = objectOf(metric)
  const sources = Object.entries(by).map(([name, convert]) => {
    const source = field(all, name)
    return [name, isObject(source) ? convert(source) : undefined] as const
  })
  return given({type: field(all, 'type') ?? '', ...Object.fromEntries(sources)})
}

/** v2's metrics as v1 writes them. */
export const metricsToV1 = (list: readonly JsonValue[]): JsonObject[] => list.map((one) => converted(one, oldSpec))
/** What v2's status says of metrics, as v1 writes it. */
export const currentToV1 = (list: readonly JsonValue[]): JsonObject[] => list.map((one) => converted(one, oldStatus))
export const metricsToV2 = (list: readonly JsonValue[]): JsonObject[] => list.map((one) => converted(one, newSpec))
export const currentToV2 = (list: readonly JsonValue[]): JsonObject[] => list.map((one) => converted(one, newStatus))

const DIRECTIONS = ['ScaleUp', 'ScaleDown'] as const

/** Behaviour as the server's internal form prints it: with Go's names and without omissions. */
export function behaviorToV1(behavior: JsonObject): JsonObject {
  const shown = DIRECTIONS.map((name) => {
    const rules = behavior[name[0]!.toLowerCase() + name.slice(1)]
    if (!isObject(rules)) return [name, null]
    const {stabilizationWindowSeconds = null, selectPolicy = null, policies, tolerance = null} = rules
    const list = Array.isArray(policies)
      ? policies.map((policy) => {
          const {type = '', value = 0, periodSeconds = 0} = objectOf(policy)
          return {Type: type, Value: value, PeriodSeconds: periodSeconds}
        })
      : null
    const parts = {StabilizationWindowSeconds: stabilizationWindowSeconds, SelectPolicy: selectPolicy, Policies: list}
    return [name, {...parts, Tolerance: tolerance}]
  })
  return Object.fromEntries(shown) as JsonObject
}

/** Behaviour that an annotation tells; undefined: nothing. */
export function behaviorToV2(text: JsonObject): JsonObject | undefined {
  const rules = DIRECTIONS.flatMap((name) => {
    const of = field(text, name)
    if (!isObject(of)) return []
    const policies = field(of, 'Policies')
    const list = Array.isArray(policies) ? policies.map((one) => policyToV2(objectOf(one))) : undefined
    const record = given({
      stabilizationWindowSeconds: field(of, 'StabilizationWindowSeconds'),
      selectPolicy: field(of, 'SelectPolicy'),
      policies: list,
      tolerance: field(of, 'Tolerance'),
    })
    return [[name[0]!.toLowerCase() + name.slice(1), record] as const]
  })
  return rules.length > 0 ? Object.fromEntries(rules) : undefined
}

function policyToV2(policy: JsonObject): JsonObject {
  return {
    type: field(policy, 'Type') ?? '',
    value: field(policy, 'Value') ?? 0,
    periodSeconds: field(policy, 'PeriodSeconds') ?? 0,
  }
}
