import {describe, expect, it} from 'vitest'
import type {HostContext} from '../../../../src/lib/adapters/githosts/host-caller.js'
import {openGitHost} from '../../../../src/lib/adapters/githosts/open-git-host.js'
import type {HostProvider} from '../../../../src/lib/ports/git-hosts.js'
import type {HttpRequest} from '../../../../src/lib/ports/http.js'

/** What a host is asked first, and where its repository is then. */
async function places(provider: HostProvider, hostname: string) {
  const asked: string[] = []
  const ctx = {
    clock: {now: () => 0, sleep: async () => undefined},
    http: {
      request: async ({url}: HttpRequest) => {
        asked.push(url)
        return {status: 200, headers: {'content-type': 'application/json'}, text: async () => '{"slug": "fleet"}'}
      },
    },
  } as unknown as HostContext
  const options = {provider, hostname, owner: 'acme', repository: 'fleet', personal: true, token: 't'}
  const host = await openGitHost(ctx, {...options, signal: new AbortController().signal})
  const address = await host.address()
  const {httpsUrl, sshUrl} = (await host.find())!
  return {asked, address, httpsUrl, sshUrl, domain: host.domain}
}

describe('openGitHost', () => {
  it.each<[HostProvider, string, string]>([
    ['github', 'git.example.com:8443', 'https://git.example.com:8443/api/v3/repos/acme/fleet'],
    ['github', 'github.com', 'https://api.github.com/repos/acme/fleet'],
    ['gitlab', 'git.example.com', 'https://git.example.com/api/v4/projects/acme%2Ffleet'],
    ['gitea', 'git.example.com', 'https://git.example.com/api/v1/repos/acme/fleet'],
    ['bitbucket-server', 'git.example.com', 'https://git.example.com/rest/api/1.0/projects/~acme/repos/fleet'],
  ])('takes %s at %s with a scheme and a slash, too', async (provider, hostname, url) => {
    const plain = await places(provider, hostname)
    expect(plain.asked).toEqual([url])
    expect(plain.address).toBe(`https://${hostname}/acme/fleet`)
    for (const typed of [`https://${hostname}`, `${hostname}/`, `HTTPS://${hostname}//`]) {
      const found = await places(provider, typed)
      // GitLab's is shown with its scheme
      expect({...found, domain: found.domain.replace('https://', '')}).toEqual({
        ...plain,
        domain: hostname,
      })
    }
  })

  it.each<[HostProvider, string, string]>([
    ['github', 'github.com', 'github.com'],
    ['gitlab', 'gitlab.com', 'https://gitlab.com'],
    ['gitlab', 'git.example.com:8443', 'https://git.example.com:8443'],
    ['gitlab', 'http://git.example.com', 'http://git.example.com'],
    ['gitea', 'gitea.com', 'gitea.com'],
    ['bitbucket-server', 'https://git.example.com', 'git.example.com'],
  ])('shows %s at %s as %s', async (provider, hostname, shown) => {
    expect((await places(provider, hostname)).domain).toBe(shown)
  })

  it.each<[HostProvider, string]>([
    ['github', 'http://git.example.com'],
    ['github', 'HTTP://git.example.com:8080/'],
    ['bitbucket-server', 'http://git.example.com'],
  ])('refuses %s at %s, before it is sent the token', async (provider, hostname) => {
    await expect(places(provider, hostname)).rejects.toMatchObject({
      code: 'usage',
      message: `--hostname=${hostname}: the token is not sent over plain http`,
    })
  })

  it.each<[HostProvider]>([['gitlab'], ['gitea']])('takes %s over http, as flux does', async (provider) => {
    const {asked, httpsUrl} = await places(provider, 'http://git.example.com')
    expect([...asked, httpsUrl].every((url) => url.startsWith('http://git.example.com/'))).toBe(true)
  })

  it('wants a user on Bitbucket', async () => {
    const options = {hostname: 'git.example.com', owner: '', repository: 'x', personal: true, token: 't', username: ''}
    const open = openGitHost({} as HostContext, {...options, provider: 'bitbucket-server', signal: new AbortController().signal})
    await expect(open).rejects.toThrow('failed creating client: user name is required')
  })
})
