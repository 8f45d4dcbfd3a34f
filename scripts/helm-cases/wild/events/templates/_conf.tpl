{{- define "events.config" -}}
config.yml: |-
  {{- if .Values.system.adminEmail }}
  system.admin-email: {{ .Values.system.adminEmail | quote }}
  {{- end }}
  {{- if .Values.system.url }}
  system.url-prefix: {{ .Values.system.url | quote }}
  {{- end }}
  mail.backend: {{ .Values.mail.backend | quote }}
  mail.use-tls: {{ .Values.mail.useTls }}
  mail.port: {{ .Values.mail.port }}
  {{- if .Values.mail.from }}
  mail.from: {{ .Values.mail.from | replace "@" " at " | title }}
  {{- end }}
  redis.clusters:
    default: {hosts: {0: {host: {{ include "events.kv.host" . | quote }}, port: {{ include "events.kv.port" . }}}}}
  {{- if eq .Values.filestore.backend "filesystem" }}
  filestore.backend: "filesystem"
  filestore.options: {location: {{ .Values.filestore.filesystem.path | clean | quote }}}
  {{- else if eq .Values.filestore.backend "s3" }}
  filestore.options: {{ range $k, $v := .Values.filestore.s3 }}
    {{ $k | snakecase }}: {{ $v | quote }}
    {{- end }}
  {{- end }}
  {{- with .Values.config.configYml }}
  {{ . | toYaml | nindent 2 }}
  {{- end }}
events.conf.py: |-
  from events.conf.server import *  # NOQA
  BYTE_MULTIPLIER = {{ mul 1024 1024 }}
  {{- $hosts := list }}
  {{- range $i, $h := .Values.clickhouse.hosts }}
  {{- $hosts = append $hosts (printf "(%s, %v)" ($h.host | squote) $h.port) }}
  {{- end }}
  CLICKHOUSE = [{{ $hosts | join ", " }}]
  DEFAULT_KAFKA_OPTIONS = {
      "common": {
          "bootstrap.servers": {{ (include "events.queue.bootstrap" .) | quote }},
          "socket.timeout.ms": {{ 1000.0 | int64 }},
      }
  }
  EVENTS_OPTIONS = {{ dict "system.event-retention-days" 90 "n" nil "t" true "l" (list 1.5 "a<b") | toRawJson | replace "null" "None" | replace "true" "True" }}
  {{- if .Values.auth.register }}
  FEATURES["auth:register"] = True
  {{- end }}
  {{- range $k, $v := .Values.features }}
  {{- if kindIs "bool" $v }}
  FEATURES["{{ $k }}"] = {{ $v | toString | title }}
  {{- else }}
  FEATURES[{{ $k | quote }}] = {{ printf "%#v" $v }}
  {{- end }}
  {{- end }}
  {{ tpl .Values.config.eventsConfPy . | nindent 2 }}
{{- if .Values.geodata }}
geo: {{ .Values.geodata | toJson }}
{{- end }}
{{- end -}}
