import {boolFlag, byteFlag, durationFlag, gatesFlag, intFlag, textFlag} from '../flags/flag-types.js'

/** The flags that every controller of Flux takes (source-controller 16.1, kustomize-controller 20). */
export function runtimeFlags({concurrent}: {concurrent: number}) {
  return {
    'metrics-addr': textFlag({summary: 'address of the metrics (default :8080 or METRICS_ADDR; 0: none)'}),
    'health-addr': textFlag({default: ':9440', summary: 'address of the probes'}),
    'events-addr': textFlag({summary: 'address that events are posted to (default EVENTS_ADDR)'}),
    concurrent: intFlag({default: concurrent, summary: 'reconciliations at the same time'}),
    'requeue-dependency': durationFlag({default: 30_000, text: '30s', summary: 'pause before a dependency is looked at again'}),
    'min-retry-delay': durationFlag({
      default: 750,
      text: '750ms',
      summary: 'shortest pause before a failed object is tried again',
    }),
    'max-retry-delay': durationFlag({default: 900_000, text: '15m0s', summary: 'longest pause before it'}),
    'interval-jitter-percentage': byteFlag({default: 5, summary: 'how much intervals vary, in percent below 100'}),
    'watch-all-namespaces': boolFlag({default: true, summary: 'look at all namespaces; false: at that of the controller'}),
    'watch-label-selector': textFlag({default: '', summary: "only objects with these labels: 'sharding.fluxcd.io/key=shard1'"}),
    'watch-configs-label-selector': textFlag({
      default: 'reconcile.fluxcd.io/watch=Enabled',
      summary: 'ConfigMaps and Secrets whose changes are looked at',
    }),
    'default-service-account': textFlag({default: '', summary: 'service account of objects that name none'}),
    'enable-leader-election': boolFlag({summary: 'only one of several replicas works at a time'}),
    'leader-election-release-on-cancel': boolFlag({default: true, summary: 'give the Lease back at the end'}),
    'leader-election-lease-duration': durationFlag({default: 35_000, text: '35s', summary: 'how long a Lease lasts'}),
    'leader-election-renew-deadline': durationFlag({default: 30_000, text: '30s', summary: 'how long renewing it may fail'}),
    'leader-election-retry-period': durationFlag({default: 5000, text: '5s', summary: 'pause between two tries'}),
    'feature-gates': gatesFlag({summary: 'features to turn on or off: A=true,B=false'}),
    'token-cache-max-size': intFlag({default: 100, summary: 'tokens kept at most'}),
    'token-cache-max-duration': durationFlag({default: 3_600_000, text: '1h0m0s', summary: 'how long a token is kept at most'}),
    'log-level': textFlag({default: 'info', summary: 'trace, debug, info or error'}),
    'log-encoding': textFlag({default: 'json', summary: 'json or console'}),
  }
}
