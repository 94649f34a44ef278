/**
 * Words of health and care, English and Spanish. Entries are phrases divided by commas; plurals with a bare `s`,
 * capitals and accents need no entry of their own. Words that ordinary mail uses in another sense ("positive", "cold",
 * "virus", "operation", "discharge" of a duty) are not here: they are context in keywords.ts or nothing.
 */
export const healthSets = [
  'diagnosis',
  'drug',
  'lab',
  'care',
  'sud',
  'psychotherapy',
  'hiv-sti',
  'reproductive',
  'genetic',
] as const;
export type HealthSet = (typeof healthSets)[number];

/** Sets whose disclosure does special harm or is under a law of its own (42 CFR Part 2, 45 CFR 164.508(a)(2), GINA). */
export const sensitiveSets = ['sud', 'psychotherapy', 'hiv-sti', 'reproductive', 'genetic'] as const;

export const healthTerms: Readonly<Record<HealthSet, string>> = {
  diagnosis: `
    diabetes, diabetic, diabetes mellitus, type 1 diabetes, type 2 diabetes, prediabetes, gestational diabetes, t2dm, t1dm,
    ketoacidosis, hypoglycemia, hyperglycemia, hypertension, hypertensive, high blood pressure, hypotension, hyperlipidemia,
    dyslipidemia, hypercholesterolemia, high cholesterol, atherosclerosis, coronary artery disease, coronary heart disease,
    heart failure, congestive heart failure, chf, heart attack, myocardial infarction, angina, arrhythmia, atrial
    fibrillation, afib, atrial flutter, tachycardia, bradycardia, cardiomyopathy, endocarditis, pericarditis, myocarditis,
    aortic stenosis, mitral regurgitation, aneurysm, deep vein thrombosis, dvt, pulmonary embolism, thrombosis, peripheral
    artery disease, varicose veins, ischemic stroke, hemorrhagic stroke, transient ischemic attack, cerebrovascular accident,
    subarachnoid hemorrhage, hemiparesis, aphasia, copd, emphysema, chronic bronchitis, bronchitis, bronchiolitis, asthma,
    asthmatic, pneumonia, pneumothorax, pleural effusion, pulmonary fibrosis, cystic fibrosis, sleep apnea, tuberculosis,
    sarcoidosis, covid, covid 19, long covid, influenza, sinusitis, rhinitis, pharyngitis, strep throat, tonsillitis, otitis
    media, otitis, laryngitis, cancer, carcinoma, adenocarcinoma, melanoma, lymphoma, hodgkin lymphoma, leukemia, myeloma,
    multiple myeloma, sarcoma, glioblastoma, metastasis, metastases, metastatic, metastatic disease, malignancy, malignant
    neoplasm, neoplasm, breast cancer, lung cancer, prostate cancer, colon cancer, colorectal cancer, pancreatic cancer,
    ovarian cancer, cervical cancer, thyroid cancer, bladder cancer, skin cancer, basal cell carcinoma, tumor, benign tumor,
    polyp, colon polyps, hypothyroidism, hyperthyroidism, hashimoto, thyroiditis, graves disease, goiter, thyroid nodule,
    cushing, addison disease, acromegaly, osteoporosis, osteopenia, osteoarthritis, rheumatoid arthritis, arthritis, gout,
    lupus, systemic lupus erythematosus, fibromyalgia, scleroderma, ankylosing spondylitis, psoriatic arthritis, psoriasis,
    eczema, dermatitis, rosacea, cellulitis, shingles, herpes zoster, scoliosis, sciatica, herniated disc, spinal stenosis,
    carpal tunnel, carpal tunnel syndrome, rotator cuff tear, tendinitis, bursitis, plantar fasciitis, fracture, hip
    fracture, concussion, traumatic brain injury, migraine, migraines, epilepsy, seizure, seizures, parkinson, parkinsonism,
    parkinson disease, alzheimer, alzheimer disease, dementia, multiple sclerosis, amyotrophic lateral sclerosis, als
    disease, huntington disease, neuropathy, peripheral neuropathy, bell palsy, cerebral palsy, meningitis, encephalitis,
    hydrocephalus, vertigo, syncope, gerd, acid reflux, gastritis, gastroenteritis, peptic ulcer, ulcer, crohn, crohn's
    disease, ulcerative colitis, colitis, irritable bowel syndrome, diverticulitis, diverticulosis, celiac disease,
    appendicitis, pancreatitis, cholecystitis, gallstones, cirrhosis, fatty liver, hepatitis, hepatic encephalopathy,
    jaundice, hernia, inguinal hernia, hemorrhoids, constipation, diarrhea, chronic kidney disease, ckd, kidney failure,
    renal failure, kidney stones, nephropathy, nephritis, nephrotic syndrome, pyelonephritis, urinary tract infection, uti,
    cystitis, incontinence, benign prostatic hyperplasia, bph, prostatitis, erectile dysfunction, anemia, iron deficiency,
    sickle cell, sickle cell disease, hemophilia, thrombocytopenia, neutropenia, sepsis, septic, bacteremia, mrsa, c diff,
    clostridium difficile, lyme disease, malaria, mononucleosis, anaphylaxis, allergic reaction, food allergy, penicillin
    allergy, obesity, obese, morbid obesity, malnutrition, anorexia, bulimia, eating disorder, glaucoma, cataract, macular
    degeneration, retinopathy, conjunctivitis, retinal detachment, hearing loss, tinnitus, autism, autistic, adhd, attention
    deficit, down syndrome, dyslexia, insomnia, pressure ulcer, wound infection, edema, ascites, dyspnea, shortness of
    breath, chest pain, hematuria, hemoptysis, fever, rash, nausea, vomiting, hypoxia, hyponatremia, hyperkalemia,
    hypokalemia, autoimmune disease, end stage renal disease, esrd, acute kidney injury, aki, pvd, tia, stemi, nstemi,
    copd exacerbation, chronic pain, back pain, low back pain, abdominal pain, neuralgia, myopathy, vasculitis,
    diabetes tipo 1, diabetes tipo 2, diabetico, diabetica, hipertension, presion alta, presion arterial alta, colesterol
    alto, insuficiencia cardiaca, infarto, infarto de miocardio, arritmia, fibrilacion auricular, derrame cerebral, ictus,
    trombosis, embolia pulmonar, asma, neumonia, bronquitis, enfisema, epoc, gripe, cancer de mama, cancer de prostata,
    cancer de pulmon, cancer de colon, leucemia, linfoma, tumor maligno, hipotiroidismo, hipertiroidismo, artritis, artritis
    reumatoide, artrosis, osteoporosis, fibromialgia, migrana, epilepsia, convulsiones, demencia, esclerosis multiple,
    neuropatia, gastritis, ulcera, reflujo, colitis, apendicitis, pancreatitis, cirrosis, higado graso, hepatitis, calculos
    renales, insuficiencia renal, enfermedad renal cronica, infeccion urinaria, anemia, sepsis, tuberculosis, alergia,
    obesidad, glaucoma, catarata, autismo, insomnio, dolor de pecho, dolor abdominal, fiebre, nauseas, vomitos, diarrea,
    fractura, hernia, psoriasis, eczema, enfermedad cardiaca, enfermedad de crohn, mal de alzheimer, mal de parkinson`,
  drug: `
    metformin, insulin, insulin glargine, lantus, humalog, novolog, ozempic, semaglutide, wegovy, mounjaro, tirzepatide,
    liraglutide, victoza, trulicity, dulaglutide, jardiance, empagliflozin, farxiga, dapagliflozin, januvia, sitagliptin,
    glipizide, glimepiride, glyburide, pioglitazone, lisinopril, enalapril, ramipril, benazepril, losartan, valsartan,
    irbesartan, olmesartan, amlodipine, nifedipine, diltiazem, verapamil, metoprolol, atenolol, carvedilol, propranolol,
    bisoprolol, hydrochlorothiazide, hctz, chlorthalidone, furosemide, lasix, torsemide, spironolactone, clonidine,
    hydralazine, doxazosin, tamsulosin, finasteride, atorvastatin, lipitor, rosuvastatin, crestor, simvastatin,
    pravastatin, ezetimibe, statin, warfarin, coumadin, eliquis, apixaban, xarelto, rivaroxaban, dabigatran, enoxaparin,
    lovenox, heparin, clopidogrel, plavix, ticagrelor, digoxin, amiodarone, nitroglycerin, sacubitril, entresto,
    levothyroxine, synthroid, methimazole, prednisone, prednisolone, methylprednisolone, dexamethasone, hydrocortisone,
    albuterol, fluticasone, budesonide, symbicort, advair, tiotropium, spiriva, ipratropium, montelukast, singulair,
    loratadine, cetirizine, fexofenadine, diphenhydramine, epinephrine, epipen, amoxicillin, augmentin, ampicillin,
    penicillin, cephalexin, ceftriaxone, cefazolin, azithromycin, clarithromycin, erythromycin, doxycycline, minocycline,
    ciprofloxacin, levofloxacin, trimethoprim, sulfamethoxazole, bactrim, nitrofurantoin, clindamycin, vancomycin,
    metronidazole, fluconazole, acyclovir, valacyclovir, oseltamivir, tamiflu, paxlovid, remdesivir, hydroxychloroquine,
    methotrexate, adalimumab, humira, etanercept, enbrel, infliximab, rituximab, tocilizumab, sulfasalazine, azathioprine,
    tacrolimus, mycophenolate, cyclosporine, omeprazole, pantoprazole, esomeprazole, lansoprazole, famotidine, ondansetron,
    metoclopramide, loperamide, ibuprofen, naproxen, diclofenac, meloxicam, celecoxib, acetaminophen, tylenol, tramadol,
    gabapentin, pregabalin, cyclobenzaprine, baclofen, tizanidine, sumatriptan, topiramate, levetiracetam, keppra,
    lamotrigine, carbamazepine, valproate, phenytoin, levodopa, carbidopa, donepezil, memantine, allopurinol, colchicine,
    alendronate, denosumab, tamoxifen, anastrozole, letrozole, paclitaxel, docetaxel, cisplatin, carboplatin, doxorubicin,
    cyclophosphamide, pembrolizumab, keytruda, nivolumab, trastuzumab, herceptin, bevacizumab, imatinib, ibrutinib,
    chemotherapy drugs, beta blocker, beta blockers, ace inhibitor, ace inhibitors, anticoagulant, antibiotics,
    immunosuppressant, corticosteroid, corticosteroids, nsaid, ssri, sildenafil, tadalafil, melatonin prescription,
    metformina, insulina, losartan, amlodipino, atorvastatina, levotiroxina, prednisona, amoxicilina, azitromicina,
    ibuprofeno, paracetamol, omeprazol, warfarina, salbutamol, antibiotico, anticoagulante, penicilina, furosemida`,
  lab: `
    a1c, hba1c, hemoglobin a1c, hemoglobin, hematocrit, white blood cell count, wbc count, platelet count, complete blood
    count, cbc, metabolic panel, basic metabolic panel, comprehensive metabolic panel, cmp panel, lipid panel, ldl, hdl,
    triglycerides, cholesterol level, creatinine, gfr, egfr, bun level, blood glucose, fasting glucose, glucose level,
    glucose tolerance test, tsh, free t4, troponin, bnp, d dimer, inr, prothrombin time, alt level, ast level, bilirubin,
    albumin, alkaline phosphatase, lipase, psa level, psa test, cea level, ca 125, urinalysis, urine culture, blood culture,
    stool test, throat culture, biopsy, biopsy results, pathology report, pathology results, cytology, mammogram,
    mammography, colonoscopy, endoscopy, echocardiogram, ekg, ecg, electrocardiogram, stress test, holter, angiogram,
    angiography, ct scan, cat scan, mri, mri scan, pet scan, ultrasound, x ray, xray, chest x ray, dexa scan, bone density,
    spirometry, sleep study, eeg, emg, lumbar puncture, blood test, blood tests, blood work, bloodwork, lab result, lab
    results, lab report, test results, blood pressure, blood sugar, oxygen saturation, bmi, ferritin, vitamin d level,
    c reactive protein, crp, sed rate, rheumatoid factor, covid test, pcr test, tb test, ppd test, x rays,
    hemoglobina, hemoglobina glicosilada, glucosa en sangre, colesterol, trigliceridos, creatinina, analisis de sangre,
    analisis de orina, resultados de laboratorio, resultado de laboratorio, biopsia, mamografia, colonoscopia, endoscopia,
    ecografia, ultrasonido, radiografia, resonancia magnetica, tomografia, electrocardiograma, presion arterial, azucar en
    sangre, resultados de la biopsia`,
  care: `
    diagnosis, diagnoses, diagnosed, dx, prognosis, symptom, symptoms, prescription, prescriptions, prescribed, refill,
    medication, medications, dosage, mg daily, chemotherapy, radiation therapy, radiotherapy, dialysis, hemodialysis,
    transplant, kidney transplant, liver transplant, surgery, surgical, bypass surgery, cabg, angioplasty, stent,
    pacemaker, defibrillator, catheterization, appendectomy, cholecystectomy, mastectomy, lumpectomy, colectomy,
    tonsillectomy, laparoscopy, arthroscopy, knee replacement, hip replacement, amputation, cataract surgery, gastric
    bypass, bariatric, bariatric surgery, anesthesia, intubation, intubated, ventilator, icu, intensive care, emergency
    department, emergency room, hospitalized, hospitalization, inpatient, outpatient, discharge summary, discharge
    instructions, admitted to hospital, hospice, palliative care, physical therapy, occupational therapy, speech therapy,
    rehabilitation, wound care, home health, immunization, vaccination, vaccine, flu shot, booster shot, treatment plan,
    care plan, medical history, family history, progress note, operative note, history and physical, chief complaint, vital
    signs, allergies, prior authorization, referral, specialist referral, follow up visit, follow up appointment, primary
    care, cardiology, cardiologist, oncology, oncologist, neurology, neurologist, nephrology, nephrologist, endocrinology,
    endocrinologist, gastroenterology, gastroenterologist, dermatology, dermatologist, rheumatology, rheumatologist,
    pulmonology, pulmonologist, urology, urologist, orthopedics, orthopedic, pediatrics, pediatrician, radiology,
    radiologist, pathology, ophthalmology, ophthalmologist, hematology, hematologist, infectious disease, podiatrist,
    medical records, medical condition, postoperative, post op, preoperative, pre op, intravenous, infusion, transfusion,
    diagnostico, diagnosticado, diagnosticada, pronostico, sintomas, receta, receta medica, medicamento, medicamentos,
    dosis, quimioterapia, radioterapia, dialisis, trasplante, cirugia, cirugia de corazon, marcapasos, hospitalizado,
    hospitalizada, alta medica, fisioterapia, vacuna, vacunacion, tratamiento, historia clinica, historial medico,
    antecedentes, cita medica, consulta medica, cardiologo, oncologo, oncologia, neurologo, pediatra, urgencias,
    terapia intensiva, cuidados paliativos, remision, alergias`,
  sud: `
    substance use disorder, substance abuse, opioid use disorder, opioid addiction, opioid dependence, alcohol use disorder,
    alcohol dependence, alcoholism, alcoholic hepatitis, drug addiction, cocaine use, heroin use, heroin, methamphetamine
    use, detox, detoxification program, methadone, methadone clinic, buprenorphine, suboxone, subutex, naltrexone, vivitrol,
    disulfiram, narcan, naloxone, opioid overdose, drug overdose, sobriety, relapse prevention, rehab program, drug rehab,
    needle exchange, urine drug screen, drug screen, cannabis use disorder, alcohol withdrawal, opioid withdrawal, aud
    treatment, alcoholismo, drogadiccion, adiccion a opioides, adiccion, abuso de sustancias, trastorno por consumo de
    sustancias, metadona, desintoxicacion, sobredosis`,
  psychotherapy: `
    psychotherapy, psychotherapy notes, psychotherapist, psychiatrist, psychiatry, psychiatric, psychologist, therapy
    session, therapy notes, counseling session, bipolar disorder, bipolar, schizophrenia, schizoaffective, psychosis,
    psychotic, major depression, major depressive disorder, mdd, clinical depression, postpartum depression, generalized
    anxiety disorder, anxiety disorder, panic disorder, panic attacks, ptsd, post traumatic stress disorder, obsessive
    compulsive disorder, borderline personality disorder, personality disorder, suicidal, suicidal ideation, suicide
    attempt, self harm, antidepressant, antipsychotic, sertraline, zoloft, fluoxetine, prozac, escitalopram, lexapro,
    citalopram, paroxetine, venlafaxine, duloxetine, bupropion, wellbutrin, trazodone, mirtazapine, amitriptyline,
    alprazolam, xanax, lorazepam, ativan, clonazepam, diazepam, quetiapine, seroquel, risperidone, olanzapine,
    aripiprazole, abilify, haloperidol, lithium carbonate, clozapine, ect treatment, psychiatric hold, psicoterapia,
    psiquiatra, psiquiatrico, psicologo, trastorno bipolar, esquizofrenia, depresion mayor, depresion clinica, trastorno
    de ansiedad, ideacion suicida, intento de suicidio, antidepresivo`,
  'hiv-sti': `
    hiv, hiv positive, hiv test, aids diagnosis, human immunodeficiency virus, viral load, cd4, cd4 count, antiretroviral,
    art therapy, truvada, descovy, biktarvy, genvoya, dolutegravir, tenofovir, emtricitabine, prep medication, pep
    treatment, syphilis, rpr test, gonorrhea, chlamydia, genital herpes, hsv 2, hpv, human papillomavirus, genital warts,
    trichomoniasis, sexually transmitted, sexually transmitted infection, sexually transmitted disease, std test, sti test,
    std screening, vih, vih positivo, sida, sifilis, gonorrea, clamidia, herpes genital, vph, enfermedad de transmision
    sexual, infeccion de transmision sexual, carga viral, antirretroviral`,
  reproductive: `
    pregnancy, pregnant, pregnancy test, hcg, beta hcg, prenatal, prenatal care, antepartum, postpartum, ectopic pregnancy,
    miscarriage, abortion, medication abortion, mifepristone, misoprostol, termination of pregnancy, contraception,
    contraceptive, birth control pill, birth control, iud, plan b pill, morning after pill, infertility, fertility
    treatment, in vitro fertilization, ivf, embryo transfer, sperm count, vasectomy, tubal ligation, hysterectomy,
    endometriosis, polycystic ovary syndrome, pcos, preeclampsia, c section, cesarean, pap smear, colposcopy, menopause,
    obstetrics, obstetrician, gynecology, gynecologist, ob gyn, gestation, gender dysphoria, hormone therapy, embarazo,
    embarazada, prueba de embarazo, aborto, aborto espontaneo, anticonceptivo, infertilidad, fecundacion in vitro,
    cesarea, histerectomia, papanicolaou, ginecologo, ginecologia, menopausia, endometriosis`,
  genetic: `
    genetic test, genetic testing, genetic counseling, brca, brca1, brca2, brca mutation, lynch syndrome, carrier screening,
    carrier status, karyotype, chromosomal abnormality, whole exome sequencing, genome sequencing, hereditary cancer,
    gene mutation, factor v leiden, huntingtin, cftr mutation, apoe4, tay sachs, marfan syndrome, trisomy 21, prueba
    genetica, pruebas geneticas, asesoramiento genetico, mutacion genetica`,
};
