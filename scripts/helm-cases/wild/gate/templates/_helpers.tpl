{{- define "gateway.name" -}}
{{- if eq .Release.Name "RELEASE-NAME" -}}
  {{- .Values.name | default "gate" -}}
{{- else -}}
  {{- .Values.name | default .Release.Name | default "gate" -}}
{{- end -}}
{{- end }}
{{- define "gateway.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name (.Chart.Version | replace "+" "_") }}
{{- range $key, $val := .Values.labels }}
{{- if and (ne $key "app") (ne $key "istio") }}
{{ $key | quote }}: {{ $val | quote }}
{{- end }}
{{- end }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{ include "gateway.selectorLabels" . }}
{{- end }}
{{- define "gateway.selectorLabels" -}}
app: {{ (.Values.labels.app | quote) | default (include "gateway.name" .) }}
istio: {{ (.Values.labels.istio | quote) | default (include "gateway.name" . | trimPrefix "istio-") }}
{{- end }}
{{- define "gateway.sidecarInjectionLabels" -}}
sidecar.istio.io/inject: "true"
{{- with .Values.revision }}
istio.io/rev: {{ . | quote }}
{{- end }}
{{- end }}
{{- define "gateway.hostList" -}}
{{- $out := list -}}
{{- range $i, $h := . -}}
{{- $h = kindIs "map" $h | ternary (dig "name" "" (kindIs "map" $h | ternary $h dict)) $h -}}
{{- $out = append $out (regexReplaceAllLiteral "\\$[0-9]" (regexReplaceAll "^\\*\\.(.*)$" $h "wild.${1}") "$$") -}}
{{- end -}}
{{- $out | toJson -}}
{{- end -}}
