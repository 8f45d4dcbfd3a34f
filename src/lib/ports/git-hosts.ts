export type HostProvider = 'github' | 'gitlab' | 'gitea' | 'bitbucket-server'

export type HostVisibility = 'private' | 'internal' | 'public'

/** A repository and the way to its host's API. */
export interface GitHostOptions {
  readonly provider: HostProvider
  /** host of the API as the user typed it, with or without a port or scheme */
  readonly hostname: string
  /** user or organisation; GitLab's with sub-groups: `group/sub` */
  readonly owner: string
  /** without any organisation in front */
  readonly repository: string
  /** the owner is a user */
  readonly personal: boolean
  readonly token: string
  /** of the login, where the API wants one beside the token (Bitbucket) */
  readonly username?: string | undefined
  /** PEM, besides the authorities that everybody trusts */
  readonly ca?: string | undefined
  readonly signal: AbortSignal
}

export interface DeployKey {
  readonly title: string
  /** line of an authorized_keys file */
  readonly publicKey: string
  readonly readOnly: boolean
}

export interface DeployToken {
  readonly username: string
  readonly token: string
}

/** What a host keeps by id. */
export type Kept<T> = T & {readonly id: string}

/** A repository that exists. Every call throws FluxError `git-host` in the words of the host when it says no. */
export interface HostedRepository {
  readonly httpsUrl: string
  /** without `--ssh-hostname` */
  readonly sshUrl: string
  /** of a team (GitLab: group) on the repository: pull, triage, push, maintain, admin; undefined: none */
  teamPermission(team: string): Promise<string | undefined>
  grantTeam(team: string, permission: string): Promise<void>
  listDeployKeys(): Promise<readonly Kept<DeployKey>[]>
  addDeployKey(key: DeployKey): Promise<void>
  deleteDeployKey(id: string): Promise<void>
  /** only GitLab has them */
  readonly deployTokens?: {
    list(): Promise<readonly Kept<{readonly title: string}>[]>
    /** one that may read the repository */
    add(title: string): Promise<DeployToken>
    delete(id: string): Promise<void>
  }
}

/** A host of Git repositories, as far as bootstrap needs it, and the place of one repository in it. */
export interface GitHost {
  /** as messages name it */
  readonly domain: string
  /** Address of the repository, as messages show it. Asks the host where only it knows (Bitbucket's projects). */
  address(): Promise<string>
  /** undefined: there is none */
  find(): Promise<HostedRepository | undefined>
  /**
   * Makes the repository, empty.
   * @throws FluxError `wrong-owner` for a user that the token is not of
   */
  create(visibility: HostVisibility): Promise<HostedRepository>
}

export type OpenGitHost = (options: GitHostOptions) => Promise<GitHost>
