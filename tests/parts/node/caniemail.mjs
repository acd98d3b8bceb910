// Reads {"html", "clients"} from standard input and prints caniemail's verdict as JSON.
import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const plain = (_, value) => (value instanceof Map ? Object.fromEntries(value) : value);
const { html, clients } = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(caniemail({ html, clients }), plain));
