import {type Capability, EVERYTHING, type KindRow} from '../kind-row.js'

const GROUP = 'notification.toolkit.fluxcd.io'
/** nobody reports a run of these */
const STATIC: readonly Capability[] = EVERYTHING.filter((verb) => verb !== 'reconcile')

/** Notifications, in the order of `flux get all`. v1beta3 is what Flux 2.9 clusters serve of Provider and Alert. */
export const NOTIFICATION_ROWS = [
  {
    group: GROUP,
    version: 'v1',
    kind: 'Receiver',
    plural: 'receivers',
    words: ['receiver'],
    listWords: ['receivers'],
    aliases: [],
    human: 'receiver',
    capabilities: EVERYTHING,
    wide: {Type: ['spec', 'type'], Path: ['status', 'webhookPath']},
    columns: ['Name', 'Suspended', 'Ready', 'Message'],
    success: ['Receiver reconciliation completed'],
  },
  {
    group: GROUP,
    version: 'v1beta3',
    kind: 'Provider',
    plural: 'providers',
    words: ['alert-provider'],
    listWords: ['alert-providers'],
    aliases: [],
    human: 'alert provider',
    capabilities: STATIC,
    wide: {Type: ['spec', 'type']},
    columns: ['Name', 'Ready', 'Message'],
    success: ['Provider reconciliation completed'],
    alwaysReady: 'Provider is Ready',
  },
  {
    group: GROUP,
    version: 'v1beta3',
    kind: 'Alert',
    plural: 'alerts',
    words: ['alert'],
    listWords: ['alerts'],
    aliases: [],
    human: 'alert',
    capabilities: STATIC,
    wide: {Provider: ['spec', 'providerRef', 'name'], Severity: ['spec', 'eventSeverity']},
    columns: ['Name', 'Suspended', 'Ready', 'Message'],
    success: ['Alert reconciliation completed'],
    alwaysReady: 'Alert is Ready',
  },
] as const satisfies readonly KindRow[]
