{{- define "check-version" -}}
{{- if not .Values.agents.image.doNotCheckTag -}}
{{- $version := (.Values.agents.image.tag | toString | trimSuffix "-jmx") -}}
{{- $length := len (split "." $version) -}}
{{- if and (eq $length 1) (or (eq $version "6") (eq $version "latest-6")) -}}
{{- $version = "6.36.0" -}}
{{- end -}}
{{- if and (eq $length 1) (or (eq $version "7") (eq $version "latest-7") (eq $version "latest")) -}}
{{- $version = "7.36.0" -}}
{{- end -}}
{{- $version = trimSuffix "-full" $version -}}
{{- if not (semverCompare "^6.36.0-0 || ^7.36.0-0" $version) -}}
{{- fail "This version of the chart requires an agent image 7.36.0 or greater. If you want to force and skip this check, use `--set agents.image.doNotCheckTag=true`" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- define "agents-major" -}}
{{- $v := (split "-" (.Values.agents.image.tag | toString))._0 -}}{{ (split "." $v)._0 | int }}
{{- end -}}
{{- define "image-path" -}}
{{- $tagSuffix := "" -}}
{{- if .image.tagSuffix -}}{{- $tagSuffix = printf "-%s" .image.tagSuffix -}}{{- end -}}
{{- if .image.digest -}}
{{- .root.registry -}}/{{- .image.name -}}@{{ .image.digest }}
{{- else if .image.repository -}}
{{- .image.repository -}}:{{ .image.tag }}{{ $tagSuffix }}
{{- else -}}
{{ .root.registry }}/{{ .image.name }}:{{ .image.tag }}{{ $tagSuffix }}
{{- end -}}
{{- end -}}
{{- define "format-tags" }}
{{- if .Values.datadog.tags }}
- name: DD_TAGS
  value: {{ tpl (.Values.datadog.tags | join " " | quote) . }}
{{- end }}
{{- end }}
{{- define "agents.confd-configmap-enabled" -}}
{{- if or .Values.datadog.confd (ne (len .Values.datadog.ignoreAutoConfig) 0) -}}true{{- else -}}false{{- end -}}
{{- end -}}
{{- define "additional-env-entries" -}}
{{- if . -}}
{{ toYaml . }}
{{- end -}}
{{- end -}}
{{- define "additional-env-dict-entries" -}}
{{- range $key, $value := . }}
- name: {{ $key }}
{{- if kindIs "map" $value }}
{{ toYaml $value | indent 2 }}
{{- else }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end -}}
{{- define "traefik.args" -}}
    {{- $path := .path -}}
    {{- range $key, $value := .content -}}
        {{- if kindIs "map" $value }}
            {{- include "traefik.args" (dict "path" (printf "%s.%s" $path $key) "content" $value) -}}
        {{- else }}
            {{- with $value }}
--{{ join "." (list $path $key)}}={{ join "," $value }}
            {{- end -}}
        {{- end -}}
    {{- end -}}
{{- end -}}
{{- define "dns.providerName" -}}
{{- if eq (typeOf .Values.dns.provider) "string" }}
{{- .Values.dns.provider }}
{{- else }}
{{- .Values.dns.provider.name }}
{{- end }}
{{- end }}
{{- define "dns.hasGatewaySources" -}}
{{- if or (has "gateway-httproute" .Values.dns.sources) (has "gateway-grpcroute" .Values.dns.sources) -}}
true
{{- end -}}
{{- end }}
{{- define "loki.isScalable" -}}
  {{- and (eq (include "loki.usingObjectStorage" . ) "true") (or (eq .Values.loki.deploymentMode "SingleBinary<->SimpleScalable") (eq .Values.loki.deploymentMode "SimpleScalable")) }}
{{- end -}}
{{- define "loki.usingObjectStorage" -}}
{{- or (eq .Values.loki.storage.type "gcs") (eq .Values.loki.storage.type "s3") -}}
{{- end -}}
{{- define "loki.memcached" -}}
{{ with $.memcacheConfig }}
{{- if and .enabled ($.ctx.Values.loki.memcached.enabled) }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $.ctx.Release.Name }}-{{ $.component }} {{- with $.zone }}-{{ . }}{{ end }}
spec:
  template:
    spec:
      containers:
      {{- with $.ctx.Values.loki.memcached.image }}
      - image: {{ .repository }}:{{ .tag }}
      {{- end }}
        resources:
        {{- if .resources }}
          {{- toYaml .resources | nindent 10 }}
        {{- else }}
        {{- /* Calculate requested memory as round(allocatedMemory * 1.2). But with integer built-in operators. */}}
        {{- $requestMemory := div (add (mul .allocatedMemory 12) 5) 10 }}
          limits:
            memory: {{ $requestMemory }}Mi
          requests: {cpu: 500m, memory: "{{ $requestMemory }}Mi"}
        {{- end }}
        args:
          - -m {{ .allocatedMemory }}
          - --extended=modern,track_sizes{{ if (.persistence).enabled }},ext_path=/data/file:{{ mulf (trimSuffix "G" .persistence.storageSize | int) 0.9 | floor | int }}G,ext_wbuf_size=16{{ end }}{{ with .extraExtendedOptions }},{{ . }}{{ end }}
          - -I {{ .maxItemMemory }}m
          {{- range $key, $value := .extraArgs }}
          - "-{{ $key }}{{ if $value }} {{ $value }}{{ end }}"
          {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- define "sentry.kafka.servers" -}}
{{- $out := list -}}
{{- if kindIs "slice" .Values.sentry.externalKafka -}}
{{- range $elem := .Values.sentry.externalKafka -}}
{{- $out = append $out (printf "%s:%s" $elem.host ($elem.port | toString)) -}}
{{- end -}}
{{- else -}}
{{- $out = append $out (printf "%s:%s" .Values.sentry.externalKafka.host (.Values.sentry.externalKafka.port | toString)) -}}
{{- end -}}
{{- join "," $out -}}
{{- end -}}
