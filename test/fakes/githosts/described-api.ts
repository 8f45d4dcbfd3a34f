import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {Ajv, type ValidateFunction} from 'ajv'
import type {HostAnswer, HostApi, HostCall} from './host-server.js'

interface Operation {
  readonly parameters: readonly {name: string; in: string; required: boolean; schema: object}[]
  readonly statuses: readonly number[]
  readonly body?: {readonly required: boolean; readonly schema: object}
}

interface Route {
  readonly line: string
  readonly pattern: RegExp
  readonly query: ValidateFunction
  readonly body: ValidateFunction | undefined
  readonly operation: Operation
}

/**
 * The same API, asked only what the host's own description of it has (`scripts/record-github-openapi.ts`): known paths, known
 * parameters and known fields of bodies, all of the right types. It throws for anything else, and for a success that the
 * description does not know.
 */
export function describedApi(description: string, api: HostApi): HostApi {
  const file = join(resolve(import.meta.dirname, '../../fixtures/githosts'), description)
  const {operations} = JSON.parse(readFileSync(file, 'utf8')) as {operations: Record<string, Operation>}
  const ajv = new Ajv({allErrors: true, coerceTypes: false, strict: false})
  const routes = Object.entries(operations).map(([line, operation]): Route => {
    const pattern = new RegExp(`^${line.replace(/\{[a-z_]+\}/g, '[^/]+')}$`)
    const {parameters, body} = operation
    const query = ajv.compile(closed(parameters.filter((one) => one.in === 'query')))
    return {line, pattern, query, operation, body: body && ajv.compile(strictly(body.schema))}
  })
  return async (call) => {
    const route = routes.find(({pattern}) => pattern.test(`${call.method} ${call.path}`))
    if (!route) throw new Error(`not described: ${call.method} ${call.path}`)
    const fault = faultOf(route, call)
    if (fault !== undefined) throw new Error(`${route.line}: ${fault}`)
    const answer = await api(call)
    if (answer && isUnknownSuccess(route, answer)) throw new Error(`${route.line} never answers ${answer.status}`)
    return answer
  }
}

function faultOf({query, body, operation}: Route, call: HostCall): string | undefined {
  const values = Object.fromEntries([...call.query].map(([name, text]) => [name, /^\d+$/.test(text) ? Number(text) : text]))
  if (!query(values)) return `query ${JSON.stringify(query.errors)}`
  if (call.body === undefined) return operation.body?.required ? 'a body is required' : undefined
  if (!body) return `no body is known: ${JSON.stringify(call.body)}`
  return body(call.body) ? undefined : `body ${JSON.stringify(call.body)}: ${JSON.stringify(body.errors)}`
}

const isUnknownSuccess = ({operation}: Route, {status}: HostAnswer) => status < 300 && !operation.statuses.includes(status)

const closed = (parameters: Operation['parameters']) => ({
  type: 'object',
  properties: Object.fromEntries(parameters.map(({name, schema}) => [name, schema])),
  required: parameters.filter(({required}) => required).map(({name}) => name),
  additionalProperties: false,
})

/** GitHub passes over fields that it does not know; who sends one is wrong about what it does. */
const strictly = (schema: object) => ({additionalProperties: false, ...schema})
