/** The parameter of a URL with the text that somebody typed to find a person. */
export const personText = <Name extends string>(name: Name): `${Name}Text` => `${name}Text`;
