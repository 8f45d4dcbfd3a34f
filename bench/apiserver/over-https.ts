import {parse} from 'yaml'
import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {Connection} from './connection.js'
import {processorTime} from './processor-time.js'
import type {Way} from './way.js'

interface Kubeconfig {
  readonly clusters: readonly {cluster: {server: string; 'certificate-authority-data': string}}[]
  readonly users: readonly {user: {token: string}}[]
}

/** HTTP/1.1 over so many connections, requests as bytes made beforehand, answers looked at for their status alone. */
export async function overHttps(kubeconfig: string, lanes: number, pids: readonly number[]): Promise<Way> {
  const config = parse(kubeconfig) as Kubeconfig
  const {server, 'certificate-authority-data': encoded} = config.clusters[0]!.cluster
  const ca = Buffer.from(encoded, 'base64').toString()
  const idle = await Promise.all(Array.from({length: lanes}, () => Connection.open(server, ca)))
  const open = [...idle]
  const head = [
    `Host: ${new URL(server).host}`,
    `Authorization: Bearer ${config.users[0]!.user.token}`,
    'Accept: application/json',
  ]
  const bytesOf = (method: string, path: string, body?: JsonObject, contentType = 'application/json'): Buffer => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const length = text === '' ? [] : [`Content-Type: ${contentType}`, `Content-Length: ${Buffer.byteLength(text)}`]
    return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...head, ...length].join('\r\n')}\r\n\r\n${text}`)
  }
  return {
    prepare(method, path, body, contentType) {
      const request = bytesOf(method, path, body, contentType)
      return async () => {
        const connection = idle.pop()!
        const answer = await connection.exchange(request)
        idle.push(connection)
        if (answer.status >= 400) throw new Error(answer.body.toString())
      }
    },
    watch(path, last) {
      let [begun, seen] = [() => {}, () => {}]
      const first = new Promise<void>((resolve) => (begun = resolve))
      const seenLast = new Promise<void>((resolve) => (seen = resolve))
      const look = find(last, seen)
      const follower = (bytes: Buffer) => {
        begun()
        look(bytes)
      }
      const opened = Connection.open(server, ca)
      const ready = opened.then(async (connection) => {
        open.push(connection)
        const {status, body} = await connection.follow(bytesOf('GET', path), follower)
        if (status >= 400) throw new Error(body.toString())
        // the head is sent before the server has looked at what there is: changes from before that are no events
        await first
      })
      // a watch that stays open would be told of all that is measured after it
      const done = seenLast.then(async () => (await opened).close())
      return {ready, done}
    },
    processorTime() {
      const times = pids.map(processorTime)
      return times.length === 0 || times.includes(undefined) ? undefined : times.reduce<number>((sum, time) => sum + time!, 0)
    },
    close() {
      for (const connection of open) connection.close()
    },
  }
}

/** Looks for a text in a stream of events and calls back when it is there; the texts are not read further. */
function find(last: string, seen: () => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (bytes) => {
    const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    if (text.includes(last)) seen()
    // it may come in two halves
    rest = text.subarray(Math.max(0, text.length - last.length + 1))
  }
}
