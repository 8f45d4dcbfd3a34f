{{- define "boards.fullname" -}}{{ printf "%s-boards" .Release.Name }}{{- end }}
{{- define "boards.password" -}}
{{- $secret := (lookup "v1" "Secret" .Release.Namespace (include "boards.fullname" .) ) }}
{{- if $secret }}
{{- index $secret "data" "admin-password" }}
{{- else if .Values.adminPassword }}{{ .Values.adminPassword | b64enc | quote }}
{{- else }}
{{- (randAlphaNum 40) | len | toString | b64enc | quote }}
{{- end }}
{{- end }}
{{- define "boards.cm.presets" -}}
{{- $presets := dict -}}
{{- $_ := set $presets "url" (printf "https://%s" .Values.global.domain) -}}
{{- if eq (toString (index .Values.configs.cm "exec.enabled")) "true" -}}
{{- $_ := set $presets "exec.shells" "sh,bash" -}}
{{- end -}}
{{- toYaml $presets }}
{{- end -}}
{{- define "boards.cm" -}}
{{- $config := omit .Values.configs.cm "create" "annotations" -}}
{{- $preset := include "boards.cm.presets" . | fromYaml | default dict -}}
{{- range $key, $value := mergeOverwrite $preset $config }}
{{- $fmted := $value | toString }}
{{- if not (eq $fmted "") }}
{{ $key }}: {{ $fmted | toYaml }}
{{- end }}
{{- end }}
{{- end -}}
{{- define "boards.params" -}}
{{- range $key, $value := .Values.configs.params }}
{{- if kindIs "slice" $value }}
{{ $key }}: {{ join "," $value | quote }}
{{- else if not (kindIs "invalid" $value) }}
{{ $key }}: {{ toString $value | toYaml }}
{{- end }}
{{- end }}
{{- end -}}
