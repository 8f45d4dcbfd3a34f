{{- define "logs.storage" -}}
{{- if eq .Values.loki.storage.type "s3" -}}
{{- with .Values.loki.storage.s3 }}
s3:
  bucketnames: {{ $.Values.loki.storage.bucketNames.chunks }}
  {{- with .region }}
  region: {{ . }}
  {{- end }}
  insecure: {{ .insecure }}
  {{- with .http_config }}
  http_config:
{{ toYaml . | indent 4 }}
  {{- end }}
{{- end -}}
{{- else if eq .Values.loki.storage.type "filesystem" -}}
filesystem: {}
{{- else -}}
{{- fail (printf "unknown storage %s" .Values.loki.storage.type) -}}
{{- end -}}
{{- end -}}

{{- define "logs.schema" -}}
{{- if .Values.loki.schemaConfig -}}
{{- toYaml .Values.loki.schemaConfig -}}
{{- else if .Values.loki.useTestSchema -}}
configs: [{from: 2024-04-01, store: tsdb, index: {prefix: index_, period: 24h}}]
{{- else -}}
{{- $msg := `You must give a schema_config:
    loki.schemaConfig or loki.useTestSchema` -}}
{{- fail $msg -}}
{{- end -}}
{{- end -}}

{{- define "logs.calculated" -}}
{{ tpl (mergeOverwrite (tpl .Values.loki.config . | fromYaml) .Values.loki.structuredConfig | toYaml) . }}
{{- end -}}
