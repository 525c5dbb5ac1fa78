const CORRECT = "correct horse battery staple";
const UNUSUAL = "pâss wörd 🔑";

/** A bcrypt hash in PHP's form. */
export const BCRYPT = "$2y$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";

/** Every form of a stored password, with the password, made by other programs. */
export const knownPasswords: [scheme: string, password: string, hash: string][] = [
  ["bcrypt $2a$", CORRECT, "$2a$04$Tq3Ram1Jx8sY1CFHpPcA2.uQPExfPNwm9Lch/Ufel8eMvdGOisBAS"],
  ["bcrypt $2b$", CORRECT, "$2b$04$FpEGAMyoHyNUOxb/WR3Nz.IqwIY5EFb8f8.zmIfFCVzgsfnQb5UPG"],
  ["bcrypt $2y$", CORRECT, BCRYPT],
  [
    "argon2i",
    UNUSUAL,
    "$argon2i$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$eXoKusGB0wttapdn+h4gpQ8SoBpQh1ewXvIpC4EMsBo",
  ],
  [
    "argon2id",
    UNUSUAL,
    "$argon2id$v=19$m=64,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$j2pmwKvuS4d7BmQ53M248YbphC9cSHqWdR3M+QjfGTo",
  ],
  [
    "Firebase's scrypt",
    "mytestpassword",
    "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=ou9tdYTGyYm8kuR6Dt0Bp0kDuAYoXrK16mbZO4yGwAn3oLspjnN0/c41v8xZnO1n14J3MjKj1b2g6AUCAlFwMw==$C0sHCg9ek77hsg==$zKVTMvnWVw5BBOZNUdnsalx4c4c7y/w7IS5p6Ut2+CfEFFlz37J9huyQfov4iizN8dbjvEJlM5tQaJP84+hfTw==",
  ],
];
