{{- define "common.utils.getKeyFromList" -}}
{{- $key := first .keys -}}
{{- $reverseKeys := reverse .keys }}
{{- range $reverseKeys }}
  {{- $splitKey := splitList "." . -}}
  {{- $value := $.context.Values -}}
  {{- range $splitKey }}
    {{- $value = (kindIs "map" $value | ternary (get (kindIs "map" $value | ternary $value dict) .) "") -}}
  {{- end }}
  {{- if $value -}}
    {{- $key = join "." $splitKey }}
  {{- end -}}
{{- end -}}
{{- printf "%s" $key -}}
{{- end -}}
{{- define "common.utils.getValueFromKey" -}}
{{- $splitKey := splitList "." .key -}}
{{- $value := "" -}}
{{- $latestObj := $.context.Values -}}
{{- range $splitKey -}}
  {{- if not $latestObj -}}
    {{- printf "please review the entire path of '%s' exists in values" $.key | fail -}}
  {{- end -}}
  {{- $value = ( index $latestObj . ) -}}
  {{- $latestObj = $value -}}
{{- end -}}
{{- printf "%v" (default "" $value) -}}
{{- end -}}
{{- define "common.secrets.passwords.manage" -}}
{{- $password := "" }}
{{- $chartName := default "" .chartName }}
{{- $passwordLength := default 10 .length }}
{{- $providedPasswordKey := include "common.utils.getKeyFromList" (dict "keys" .providedValues "context" $.context) }}
{{- $providedPasswordValue := include "common.utils.getValueFromKey" (dict "key" $providedPasswordKey "context" $.context) }}
{{- $secretData := (lookup "v1" "Secret" (include "common.names.namespace" .context) .secret).data }}
{{- if $secretData }}
  {{- if hasKey $secretData .key }}
    {{- $password = index $secretData .key | b64dec }}
  {{- else }}
    {{- printf "\nPASSWORDS ERROR: The secret \"%s\" does not contain the key \"%s\"\n" .secret .key | fail -}}
  {{- end -}}
{{- end }}
{{- if and $providedPasswordValue .honorProvidedValues }}
  {{- $password = tpl ($providedPasswordValue | toString) .context }}
{{- end }}
{{- if not $password }}
  {{- if $providedPasswordValue }}
    {{- $password = tpl ($providedPasswordValue | toString) .context }}
  {{- else }}
    {{- $subchart := "" }}
    {{- if not (eq $chartName "") }}
      {{- $subchart = printf "%s." $chartName -}}
    {{- end -}}
    {{- $errs := list (printf "\n    '%s%s' must not be empty, please add '--set %s%s=$PASSWORD' to the command." $subchart $providedPasswordKey $subchart $providedPasswordKey) -}}
    {{- if .required }}{{ join "\n" $errs | printf "\nPASSWORDS ERROR: you must provide your current passwords when upgrading the release.\n%s" | fail }}{{ end -}}
    {{- $password = derivePassword 1 "long" "seed" .key .context.Release.Name | trunc (int $passwordLength) -}}
  {{- end -}}
{{- end -}}
{{- if not .skipB64enc }}{{- $password = $password | b64enc }}{{ end -}}
{{- if .skipQuote -}}{{- printf "%s" $password -}}{{- else -}}{{- printf "%s" $password | quote -}}{{- end -}}
{{- end -}}
{{- define "common.errors.upgrade.passwords.empty" -}}
  {{- $validationErrors := join "" .validationErrors -}}
  {{- if and $validationErrors .context.Release.IsUpgrade -}}
    {{- $errorString := "\nPASSWORDS ERROR: empty%s" -}}
    {{- printf $errorString $validationErrors | fail -}}
  {{- end -}}
{{- end -}}
{{- define "common.warnings.rollingTag" -}}
{{- if and (contains "example/" .repository) (not (.tag | toString | regexFind "-r\\d+$|sha256:")) }}
WARNING: Rolling tag detected ({{ .repository }}:{{ .tag }}), please note that it is strongly recommended to avoid using rolling tags.
{{- end }}
{{- end -}}
{{- define "common.resources.preset" -}}
{{- $presets := dict
  "nano" (dict "requests" (dict "cpu" "100m" "memory" "128Mi" "ephemeral-storage" "50Mi") "limits" (dict "cpu" "150m" "memory" "192Mi" "ephemeral-storage" "2Gi"))
  "micro" (dict "requests" (dict "cpu" "250m" "memory" "256Mi" "ephemeral-storage" "50Mi") "limits" (dict "cpu" "375m" "memory" "384Mi" "ephemeral-storage" "2Gi"))
 }}
{{- if hasKey $presets .type -}}
{{- index $presets .type | toYaml -}}
{{- else -}}
{{- printf "ERROR: Preset key '%s' invalid. Allowed values are %s" .type (join "," (keys $presets | sortAlpha)) | fail -}}
{{- end -}}
{{- end -}}
{{- define "common.affinities.pods" -}}
{{- if eq .type "soft" }}
preferredDuringSchedulingIgnoredDuringExecution:
  - podAffinityTerm:
      labelSelector:
        matchLabels: {{- (include "common.labels.matchLabels" ( dict "customLabels" (default dict .customLabels) "context" .context )) | nindent 10 }}
          {{- if not (empty .component) }}
          {{ printf "app.kubernetes.io/component: %s" .component }}
          {{- end }}
          {{- range $key, $value := .extraMatchLabels }}
          {{ $key }}: {{ $value | quote }}
          {{- end }}
      topologyKey: {{ .topologyKey | default "kubernetes.io/hostname" }}
    weight: 1
{{- else if eq .type "hard" }}
requiredDuringSchedulingIgnoredDuringExecution:
  - labelSelector:
      matchLabels: {{- (include "common.labels.matchLabels" ( dict "customLabels" (default dict .customLabels) "context" .context )) | nindent 8 }}
    topologyKey: {{ .topologyKey | default "kubernetes.io/hostname" }}
{{- end -}}
{{- end -}}
