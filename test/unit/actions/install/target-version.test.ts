import {describe, expect, it} from 'vitest'
import {targetVersion} from '../../../../src/lib/actions/install/target-version.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {createVirtualClock} from '../../../../src/lib/adapters/system/virtual-clock.js'
import type {HttpRequest, HttpResponse} from '../../../../src/lib/ports/http.js'

/** GitHub with these answers by the end of their address; what it was asked for is in `asked`. */
function github(answers: Readonly<Record<string, {status: number; body?: unknown} | Error>>) {
  const asked: string[] = []
  const request = async ({url}: HttpRequest): Promise<HttpResponse> => {
    asked.push(url)
    const answer = answers[url.slice(url.indexOf('/releases/') + '/releases/'.length)]!
    if (answer instanceof Error) throw answer
    const text = JSON.stringify(answer.body ?? {})
    const body = (async function* () {})()
    return {status: answer.status, headers: {}, body, bytes: async () => Buffer.from(text), text: async () => text}
  }
  const context = {http: {request}, clock: createVirtualClock(createTasks()), signal: new AbortController().signal}
  return {asked, network: async () => context}
}

const OWN = 'v2.9.5'

describe('targetVersion', () => {
  it('is our own without asking anybody', async () => {
    const {asked, network} = github({})
    expect(await targetVersion('', OWN, network)).toBe(OWN)
    expect(await targetVersion(OWN, OWN, network)).toBe(OWN)
    await expect(targetVersion('2.9.5', OWN, network)).rejects.toThrow("targeted version '2.9.5' must be prefixed with 'v'")
    expect(asked).toEqual([])
  })

  it('is another release of the same minor line that exists', async () => {
    const {network} = github({
      ...{'tags/v2.9.4': {status: 200}, 'tags/v2.9.99': {status: 404}, 'tags/v2.8.0': {status: 200}},
      ...{'tags/v2.9.3': {status: 403}, 'tags/v2.9.2': new Error('no way')},
      latest: {status: 200, body: {tag_name: 'v2.9.7'}},
    })
    expect(await targetVersion('v2.9.4', OWN, network)).toBe('v2.9.4')
    expect(await targetVersion('latest', OWN, network)).toBe('v2.9.7')
    await expect(targetVersion('v2.9.99', OWN, network)).rejects.toThrow("targeted version 'v2.9.99' does not exist")
    await expect(targetVersion('v2.8.0', OWN, network)).rejects.toThrow(
      "targeted version 'v2.8.0' is not compatible with your current version of flux (2.9.5)",
    )
    await expect(targetVersion('v2.9.3', OWN, network)).rejects.toThrow('GitHub API returned an unexpected status code (403)')
    await expect(targetVersion('v2.9.2', OWN, network)).rejects.toThrow(
      'GitHub API call failed: Get "https://api.github.com/repos/fluxcd/flux2/releases/tags/v2.9.2": no way',
    )
  })

  it('takes any release for a pre-release of ours', async () => {
    const {network} = github({'tags/v3.0.0': {status: 200}})
    expect(await targetVersion('v3.0.0', 'v2.9.5-dev.1', network)).toBe('v3.0.0')
  })
})
