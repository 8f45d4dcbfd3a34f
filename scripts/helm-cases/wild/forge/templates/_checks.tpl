{{- define "forge.checks" -}}
{{- $deprecated := list -}}
{{- $deprecated := append $deprecated (include "forge.check.deprecated" .) -}}
{{- $deprecated := append $deprecated (include "forge.check.psql" .) -}}
{{- $deprecated := without $deprecated "" -}}
{{- $message := join "\n" $deprecated -}}
{{- if $message -}}
{{- printf "\nCONFIGURATION CHECKS:\n%s" $message | fail -}}
{{- end -}}
{{- end -}}
{{- define "forge.check.deprecated" -}}
{{- range $i, $old := list "redis" "unicorn" -}}
{{- if hasKey $.Values $old }}
{{ $old }}:
    {{ $old }} is no more ({{ $i }})
{{- end -}}
{{- end -}}
{{- end -}}
{{- define "forge.check.psql" -}}
{{- with $.Values.global.psql -}}
{{- if and .port (not .host) }}
psql: port {{ .port }} without a host
{{- end -}}
{{- end -}}
{{- end -}}
{{- define "forge.url" -}}
{{- $hosts := .Values.global.hosts -}}
{{- ternary "https" "http" $hosts.https }}://{{ coalesce (pluck "name" (default dict $hosts.forge) | first) (printf "forge.%s" $hosts.domain) }}
{{- end -}}
