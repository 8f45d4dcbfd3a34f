import {existsSync, readFileSync} from 'node:fs'
import type {RequestListener} from 'node:http'
import {join} from 'node:path'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

/** Serves a folder as a plugin catalog that knows its own address. */
export function catalogListener(folder: string, address: string, seen: JsonObject[]): RequestListener {
  return (request, response) => {
    const path = request.url!
    seen.push({method: request.method!, path})
    const file = join(folder, path)
    if (path.includes('..') || !existsSync(file)) {
      response.writeHead(404).end('404 page not found\n')
      return
    }
    const bytes = readFileSync(file)
    response.end(path.endsWith('.yaml') ? bytes.toString('utf8').replaceAll('<catalog>', address) : bytes)
  }
}
