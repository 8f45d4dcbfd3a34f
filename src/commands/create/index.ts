import type {Command} from '@oclif/core'
import {createHelmRelease} from './helmrelease.js'
import {createImagePolicy} from './images/policy.js'
import {createImageRepository} from './images/repository.js'
import {createImageUpdate} from './images/update.js'
import {createKustomization} from './kustomization.js'
import {createAlert} from './notifications/alert.js'
import {createAlertProvider} from './notifications/alert-provider.js'
import {createReceiver} from './notifications/receiver.js'
import {createSecretGit} from './secrets/git.js'
import {createSecretGitHubApp} from './secrets/github-app.js'
import {createSecretHelm} from './secrets/helm.js'
import {createSecretNotation} from './secrets/notation.js'
import {createSecretOci} from './secrets/oci.js'
import {createSecretProxy} from './secrets/proxy.js'
import {createSecretReceiver} from './secrets/receiver.js'
import {createSecretTls} from './secrets/tls.js'
import {createSourceBucket} from './sources/bucket.js'
import {createSourceChart} from './sources/chart.js'
import {createSourceGit} from './sources/git.js'
import {createSourceHelm} from './sources/helm.js'
import {createSourceOci} from './sources/oci.js'
import {createTenant} from './tenant.js'

/** Every command below `flux create`, by id. */
export const CREATE_COMMANDS: Readonly<Record<string, Command.Class>> = {
  ...createSourceGit,
  ...createSourceHelm,
  ...createSourceOci,
  ...createSourceBucket,
  ...createSourceChart,
  ...createKustomization,
  ...createHelmRelease,
  ...createImageRepository,
  ...createImagePolicy,
  ...createImageUpdate,
  ...createAlert,
  ...createAlertProvider,
  ...createReceiver,
  ...createSecretGit,
  ...createSecretGitHubApp,
  ...createSecretHelm,
  ...createSecretNotation,
  ...createSecretOci,
  ...createSecretProxy,
  ...createSecretReceiver,
  ...createSecretTls,
  ...createTenant,
}
