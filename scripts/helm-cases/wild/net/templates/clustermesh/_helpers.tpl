{{- define "clustermesh-config" -}}
{{- $root := index . 0 -}}
{{- $cluster := index . 1 -}}
{{- $cfg := index . 2 -}}
{{- $override := last . -}}
{{- if $override -}}
endpoints:
- {{ $override }}
{{- else -}}
endpoints:
{{- if $cfg.ips }}
- https://{{ $cluster }}.{{ $root.Values.clustermesh.config.domain }}:{{ $cfg.port }}
{{- else }}
- https://{{ $cfg.address | required "missing clustermesh.apiserver.config.clusters.address" }}:{{ $cfg.port }}
{{- end }}
{{- end }}
trusted-ca-file: {{ printf "%s/%s" "/var/lib/cilium/clustermesh" (ternary (print $cluster "-ca.crt") "common-etcd-client-ca.crt" (not (empty ($cfg.tls).caCert))) }}
{{- end -}}
