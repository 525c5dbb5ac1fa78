export const SHELLS = ["bash", "zsh", "fish"] as const;

/** The hidden command that the scripts ask. */
export const COMPLETE = "__complete";

const SCRIPTS: Record<(typeof SHELLS)[number], string> = {
  bash: `_sundial() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(sundial ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sundial sundial`,
  zsh: `#compdef sundial
_sundial() {
  local -a found
  found=("\${(@f)$(sundial ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- $found || _files
}
compdef _sundial sundial`,
  fish: `complete -c sundial -a '(sundial ${COMPLETE} (commandline -opc)[2..] "$(commandline -ct)" 2>/dev/null)'`,
};

export const completionScript = (shell: (typeof SHELLS)[number]): string => SCRIPTS[shell];
