{{- define "mesh.name" -}}{{ .Chart.Name }}{{- end }}
{{- define "mesh.calculatedConfig" -}}
{{ tpl (mergeOverwrite (tpl .Values.config . | fromYaml) .Values.structured | toYaml) . }}
{{- end }}
{{- define "mesh.mode" -}}
{{- $_ := set . "mode" (.Values.mode | default "ha") -}}
{{- if eq .mode "standalone" }}{{- $_ := set . "isAlone" true -}}{{ end -}}
{{- end }}
{{- define "mesh.component" -}}
{{- $ctx := .ctx -}}
{{- with $ctx }}
{{- $local := merge (dict "component" $.component) . }}
name: {{ $local.component }}-{{ $local.Release.Name }}
orig: {{ hasKey . "component" }}
{{- end }}
{{- end }}
