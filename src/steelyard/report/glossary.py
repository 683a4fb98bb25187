"""The words of the report, explained; the same for every pair of states."""

GLOSSARY = (
    ("Arm", "One side of a beam of the steelyard: how much one state depends on the other in one "
     "domain."),
    ("Bargaining power", "The part of what a contract gains for both that goes to the seller: 0 "
     "where the buyer has it all, 1 where the seller has. It is read from prices that were paid; "
     "how, is said beside it."),
    ("Basis", "Whose statistics a figure rests on. A share is always formed on one basis; figures "
     "on different bases stand beside each other."),
    ("Dependence", "Share of a flow that goes through the partner, and where so named that share "
     "times the weight of the flow in the economy."),
    ("Interval", "The range that the figure is meant to lie in, usually with a probability of "
     "90 %. Where it is a lower and an upper bound instead, that is said."),
    ("Fleet outside Western services", "Tankers that sail without insurance, finance and owners of "
     "the states that set the price cap. They cost more and there are only so many."),
    ("Log ratio", "The natural logarithm of one side's dependence over the other's. Zero is "
     "balance; 0.69 is twice as much, 2.3 ten times as much."),
    ("Mirror data", "A flow as its partner reports it, used where the state itself does not."),
    ("Outside option", "What a side could do without the contract: sell to others, buy from "
     "others, or use less. It is found by solving the market again without it."),
    ("Price cap", "The highest price at which ships, insurers and banks of the states that set it "
     "may serve oil of one origin. A cap binds where too few other ships are left."),
    ("Reservation price", "The price at which a side is as well off with the contract as without: "
     "the seller’s least, the buyer’s highest. Any price between them serves both."),
    ("Absent", "Nobody published the figure. It is never read as zero."),
    ("Observed, estimated, simulated", "Observed: counted or reconciled from counts. Estimated: "
     "inferred by a method whose error was measured. Simulated: the outcome of a model."),
    ("Declared, reconciled, quoted", "Declared: as one side reports it. Reconciled: both sides' "
     "reports made to agree. Quoted: a single figure cited from a text."),
    ("Probability words", "Very likely: over 90 %. Likely: over 66 %. About as likely as not: 33 "
     "to 66 %. Unlikely: under 33 %."),
    ("Vintage", "The state of a source at a date. Sources revise; a report names the vintage that "
     "it used."),
)  # fmt: skip
